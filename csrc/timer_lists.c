/* Running timers as Node keeps them: a list for each delay, in which they stand in the order
 * of their starts, and a heap of the lists. A list says when its first timer is to be looked
 * at; where that one has been started again or stopped since, this is too early, and the list
 * is put back then. So starting, stopping and starting again look at no other timer. */
#include "nuv_internal.h"

#include <stdlib.h>

#define MOST_UNUSED 64 /* lists that nobody uses any more, before they are looked at */

/* ---- The heap -------------------------------------------------------------- */

/* Those that expire together come in the order of their making. */
static int is_earlier(const nuv__timer_list *a, const nuv__timer_list *b) {
  return a->expiry != b->expiry ? a->expiry < b->expiry : a->order < b->order;
}

static void heap_put(nuv__timers *timers, int64_t position, nuv__timer_list *list) {
  timers->heap[position] = list;
  list->position = position;
}

static void heap_up(nuv__timers *timers, nuv__timer_list *list) {
  int64_t position = list->position;
  while (position > 0) {
    nuv__timer_list *parent = timers->heap[(position - 1) / 2];
    if (!is_earlier(list, parent)) break;
    heap_put(timers, position, parent);
    position = (position - 1) / 2;
  }
  heap_put(timers, position, list);
}

static void heap_down(nuv__timers *timers, nuv__timer_list *list) {
  int64_t position = list->position;
  for (;;) {
    int64_t child = 2 * position + 1;
    if (child >= timers->count) break;
    if (child + 1 < timers->count && is_earlier(timers->heap[child + 1], timers->heap[child])) {
      child++;
    }
    if (!is_earlier(timers->heap[child], list)) break;
    heap_put(timers, position, timers->heap[child]);
    position = child;
  }
  heap_put(timers, position, list);
}

/* ---- By delay -------------------------------------------------------------- */

static nuv__timer_list **bucket_of(const nuv__timers *timers, int64_t delay) {
  uint64_t hash = (uint64_t)delay * UINT64_C(0x9E3779B97F4A7C15);
  return &timers->buckets[(hash >> 32) & (uint64_t)(timers->capacity - 1)];
}

static nuv__timer_list *list_find(const nuv__timers *timers, int64_t delay) {
  if (timers->capacity == 0) return NULL;
  nuv__timer_list *list = *bucket_of(timers, delay);
  while (list != NULL && list->delay != delay) list = list->chained;
  return list;
}

static void list_chain(nuv__timers *timers, nuv__timer_list *list) {
  nuv__timer_list **bucket = bucket_of(timers, list->delay);
  list->chained = *bucket;
  *bucket = list;
}

static void list_free(nuv__timers *timers, nuv__timer_list *list) {
  nuv__timer_list **link = bucket_of(timers, list->delay);
  while (*link != list) link = &(*link)->chained;
  *link = list->chained;
  timers->made--;
  free(list);
}

/* Room for one list more, in the heap and among the buckets. */
static int reserve(nuv__timers *timers) {
  if (timers->made < timers->capacity) return 0;
  int64_t old_capacity = timers->capacity;
  int64_t capacity = old_capacity == 0 ? 16 : old_capacity * 2;
  nuv__timer_list **heap = realloc(timers->heap, (size_t)capacity * sizeof(*heap));
  if (heap == NULL) return UV_ENOMEM;
  timers->heap = heap;
  nuv__timer_list **old = timers->buckets;
  nuv__timer_list **buckets = calloc((size_t)capacity, sizeof(*buckets));
  if (buckets == NULL) return UV_ENOMEM;
  timers->buckets = buckets;
  timers->capacity = capacity;
  for (int64_t i = 0; i < old_capacity; i++) {
    for (nuv__timer_list *list = old[i], *next; list != NULL; list = next) {
      next = list->chained;
      list_chain(timers, list);
    }
  }
  free(old);
  return 0;
}

static nuv__timer_list *list_make(nuv__timers *timers, int64_t delay) {
  if (reserve(timers) < 0) return NULL;
  nuv__timer_list *list = calloc(1, sizeof(*list));
  if (list == NULL) return NULL;
  list->delay = delay;
  list->position = -1;
  list_chain(timers, list);
  timers->made++;
  return list;
}

nuv__timer_list *nuv__timer_list_use(nuv__timers *timers, int64_t delay) {
  nuv__timer_list *list = list_find(timers, delay);
  if (list == NULL) list = list_make(timers, delay);
  if (list == NULL) return NULL;
  if (list->users == 0 && list->position >= 0) timers->unused--;
  list->users++;
  return list;
}

/* Of those that wait in the heap to be looked at nobody uses many: they go now. */
static void drop_unused(nuv__timers *timers) {
  int64_t kept = 0;
  for (int64_t i = 0; i < timers->count; i++) {
    nuv__timer_list *list = timers->heap[i];
    if (list->users > 0) {
      heap_put(timers, kept++, list);
    } else {
      if (timers->current == list) timers->current = NULL;
      list_free(timers, list);
    }
  }
  timers->count = kept;
  timers->unused = 0;
  for (int64_t i = kept / 2; i-- > 0;) heap_down(timers, timers->heap[i]);
}

void nuv__timer_list_release(nuv__timers *timers, nuv__timer_list *list) {
  if (--list->users > 0) return;
  if (list->position < 0) {
    list_free(timers, list);
  } else if (++timers->unused > MOST_UNUSED && timers->unused > timers->count / 2) {
    drop_unused(timers);
  }
}

/* ---- Lists that wait ------------------------------------------------------- */

void nuv__timer_list_wait(nuv__timers *timers, nuv__timer_list *list, int64_t expiry) {
  int is_new = list->position < 0;
  list->expiry = expiry;
  list->order = timers->orders++;
  if (is_new) {
    heap_put(timers, timers->count++, list);
    heap_up(timers, list);
  } else {
    heap_down(timers, list);
  }
}

void nuv__timer_list_leave(nuv__timers *timers, nuv__timer_list *list) {
  nuv__timer_list *last = timers->heap[--timers->count];
  if (last != list) {
    heap_put(timers, list->position, last);
    heap_up(timers, last);
    heap_down(timers, last);
  }
  list->position = -1;
  if (list->users > 0) return;
  timers->unused--;
  list_free(timers, list);
}

void nuv__timer_lists_free(nuv__timers *timers) {
  for (int64_t i = 0; i < timers->capacity; i++) {
    while (timers->buckets[i] != NULL) {
      nuv__timer_list *list = timers->buckets[i];
      timers->buckets[i] = list->chained;
      free(list);
    }
  }
  free(timers->buckets);
  free(timers->heap);
}
