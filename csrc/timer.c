/* Timers: a heap of our own, popped one at a time by the dispatcher, so that a
 * timer stopped, refreshed or started by an earlier one behaves as in Node. One
 * libuv timer ends the poll when the first is due. */
#include "nuv_internal.h"

#include <stdlib.h>

#define LONGEST (INT64_MAX / 4) /* ms: the clock plus this cannot overflow */

/* Being back from the poll is all that is needed. libuv < 1.45 looks at its timers
 * before it polls, too: it must not go on to wait then. */
static void on_wake(uv_timer_t *wake) {
  uv_stop(wake->loop);
}

int nuv__timers_init(nuv_loop *loop) {
  nuv__timers *timers = &loop->timers;
  timers->heap = NULL;
  timers->count = timers->capacity = timers->referenced = 0;
  timers->sequence = 0;
  return uv_timer_init(&loop->uv, &timers->wake);
}

static void list_add(nuv_timer *timer) {
  nuv__timers *timers = &timer->loop->timers;
  timer->next = timers->made;
  if (timer->next != NULL) timer->next->previous = timer;
  timers->made = timer;
}

static void list_remove(const nuv_timer *timer) {
  if (timer->next != NULL) timer->next->previous = timer->previous;
  if (timer->previous != NULL) {
    timer->previous->next = timer->next;
  } else {
    timer->loop->timers.made = timer->next;
  }
}

void nuv__timers_free(nuv_loop *loop) {
  while (loop->timers.made != NULL) {
    nuv_timer *timer = loop->timers.made;
    loop->timers.made = timer->next;
    free(timer);
  }
  free(loop->timers.heap);
  loop->timers.heap = NULL;
}

/* Negative where `a` comes first. */
static int compare_own(const nuv_timer *a, const nuv_timer *b) {
  if (a->due != b->due) return a->due < b->due ? -1 : 1;
  return a->sequence < b->sequence ? -1 : a->sequence > b->sequence;
}

static int is_earlier(const nuv_timer *a, const nuv_timer *b) {
  if (a->rank_due != b->rank_due) return a->rank_due < b->rank_due;
  if (a->rank_sequence != b->rank_sequence) return a->rank_sequence < b->rank_sequence;
  return compare_own(a, b) < 0;
}

static void heap_put(nuv__timers *timers, int64_t position, nuv_timer *timer) {
  timers->heap[position] = timer;
  timer->position = position;
}

static void heap_up(nuv__timers *timers, nuv_timer *timer) {
  int64_t position = timer->position;
  while (position > 0) {
    nuv_timer *parent = timers->heap[(position - 1) / 2];
    if (!is_earlier(timer, parent)) break;
    heap_put(timers, position, parent);
    position = (position - 1) / 2;
  }
  heap_put(timers, position, timer);
}

static void heap_down(nuv__timers *timers, nuv_timer *timer) {
  int64_t position = timer->position;
  for (;;) {
    int64_t child = 2 * position + 1;
    if (child >= timers->count) break;
    if (child + 1 < timers->count && is_earlier(timers->heap[child + 1], timers->heap[child])) {
      child++;
    }
    if (!is_earlier(timers->heap[child], timer)) break;
    heap_put(timers, position, timers->heap[child]);
    position = child;
  }
  heap_put(timers, position, timer);
}

static int heap_reserve(nuv__timers *timers) {
  if (timers->count < timers->capacity) return 0;
  int64_t capacity = timers->capacity == 0 ? 16 : timers->capacity * 2;
  nuv_timer **heap = realloc(timers->heap, (size_t)capacity * sizeof(*heap));
  if (heap == NULL) return UV_ENOMEM;
  timers->heap = heap;
  timers->capacity = capacity;
  return 0;
}

static int64_t clock_now(nuv_loop *loop) {
  uv_update_time(&loop->uv);
  return (int64_t)uv_now(&loop->uv);
}

static int start_at(nuv_timer *timer, int64_t due) {
  nuv__timers *timers = &timer->loop->timers;
  nuv__timer_stop(timer);
  int error = heap_reserve(timers);
  if (error < 0) return error;
  timer->due = due;
  timer->sequence = timers->sequence++;
  timer->rank_due = timer->due;
  timer->rank_sequence = timer->sequence;
  heap_put(timers, timers->count++, timer);
  heap_up(timers, timer);
  timers->referenced += timer->referenced;
  return 0;
}

int nuv__timer_start(nuv_timer *timer, int64_t ms) {
  timer->delay = ms < 0 ? 0 : ms > LONGEST ? LONGEST : ms;
  timer->active_at = clock_now(timer->loop);
  int error = start_at(timer, timer->active_at + timer->delay);
  if (timer->position == 0) nuv__touched(timer->loop); /* the first of all */
  return error;
}

void nuv__timer_stop(nuv_timer *timer) {
  nuv__timers *timers = &timer->loop->timers;
  int64_t position = timer->position;
  if (position < 0) return;
  nuv_timer *last = timers->heap[--timers->count];
  if (last != timer) {
    heap_put(timers, position, last);
    heap_up(timers, last);
    heap_down(timers, last);
  }
  timer->position = -1;
  timers->referenced -= timer->referenced;
}

/* Activity costs no heap work: it is looked at when the timer comes due. */
void nuv__timer_active(nuv_timer *timer) {
  if (timer->position >= 0) {
    timer->active_at = clock_now(timer->loop);
  } else {
    (void)nuv__timer_start(timer, timer->delay); /* was in the heap: has its room */
  }
}

nuv_timer *nuv__timer_make(nuv_loop *loop, nuv_stream *stream) {
  nuv_timer *timer = calloc(1, sizeof(*timer));
  if (timer == NULL) return NULL;
  timer->loop = loop;
  timer->stream = stream;
  timer->position = -1;
  timer->referenced = stream == NULL;
  return timer;
}

void nuv__timer_destroy(nuv_timer *timer) {
  nuv__timer_stop(timer);
  free(timer);
}

void nuv__timers_arm(nuv_loop *loop) {
  nuv__timers *timers = &loop->timers;
  if (timers->count == 0) {
    uv_timer_stop(&timers->wake);
    return;
  }
  int64_t wait = timers->heap[0]->due - clock_now(loop);
  uv_timer_start(&timers->wake, on_wake, wait > 0 ? (uint64_t)wait : 0, 0);
  if (timers->referenced > 0) {
    uv_ref((uv_handle_t *)&timers->wake);
  } else {
    uv_unref((uv_handle_t *)&timers->wake);
  }
}

static int compare_by_delay(const void *left, const void *right) {
  const nuv_timer *a = *(nuv_timer *const *)left, *b = *(nuv_timer *const *)right;
  if (a->delay != b->delay) return a->delay < b->delay ? -1 : 1;
  return compare_own(a, b);
}

static int compare_ranks(const void *left, const void *right) {
  const nuv_timer *a = *(nuv_timer *const *)left, *b = *(nuv_timer *const *)right;
  return is_earlier(a, b) ? -1 : is_earlier(b, a);
}

/* All due timers of one delay come with the first of them. */
static void rank_due_timers(nuv_timer **due, int64_t count) {
  qsort(due, (size_t)count, sizeof(*due), compare_by_delay);
  const nuv_timer *first = due[0];
  for (int64_t i = 0; i < count; i++) {
    if (due[i]->delay != first->delay) first = due[i];
    due[i]->rank_due = first->due;
    due[i]->rank_sequence = first->sequence;
  }
  qsort(due, (size_t)count, sizeof(*due), compare_ranks);
}

/* The positions of all due timers, in ascending order: they are the top of the heap.
 * Returns how many there are. */
static int64_t find_due(const nuv__timers *timers, int64_t now, int64_t *positions) {
  int64_t count = 0;
  if (timers->count > 0 && timers->heap[0]->due <= now) positions[count++] = 0;
  for (int64_t i = 0; i < count; i++) {
    for (int64_t child = 2 * positions[i] + 1; child <= 2 * positions[i] + 2; child++) {
      if (child < timers->count && timers->heap[child]->due <= now) positions[count++] = child;
    }
  }
  return count;
}

static int several_are_due(const nuv__timers *timers, int64_t now) {
  return (timers->count > 1 && timers->heap[1]->due <= now) ||
         (timers->count > 2 && timers->heap[2]->due <= now);
}

/* Node has a list of timers for each delay, and tells all that are due of one before it
 * goes on to the next: where a turn comes late, that is not the order of time. */
static void order_due(nuv__timers *timers, int64_t now) {
  if (!several_are_due(timers, now)) return;
  size_t most = (size_t)timers->count;
  int64_t *positions = malloc(most * sizeof(*positions));
  nuv_timer **due = malloc(most * sizeof(*due));
  if (positions != NULL && due != NULL) { /* or they come by time */
    int64_t count = find_due(timers, now, positions);
    for (int64_t i = 0; i < count; i++) due[i] = timers->heap[positions[i]];
    rank_due_timers(due, count);
    for (int64_t i = 0; i < count; i++) heap_put(timers, positions[i], due[i]);
  }
  free(positions);
  free(due);
}

/* Whether a due idle timeout is over; else it goes on. */
static int idle_is_over(nuv_timer *timer, int64_t now) {
  nuv_stream *stream = timer->stream;
  int64_t queue = (int64_t)uv_stream_get_write_queue_size(&stream->uv.stream);
  int moving = queue > 0 && queue != timer->queue;
  timer->queue = queue;
  if (moving) timer->active_at = now;
  if (timer->active_at + timer->delay <= now) return 1;
  (void)start_at(timer, timer->active_at + timer->delay); /* has its room */
  return 0;
}

int64_t nuv_timer_next(nuv_loop *loop, int32_t first) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  nuv__timers *timers = &loop->timers;
  if (timers->count == 0) return NUV_ENOTDUE;
  if (first) {
    timers->phase = clock_now(loop);
    order_due(timers, timers->phase);
  }
  int64_t now = timers->phase;
  while (timers->count > 0 && timers->heap[0]->due <= now) {
    nuv_timer *timer = timers->heap[0];
    nuv__timer_stop(timer);
    if (timer->stream == NULL) return timer->slot;
    if (idle_is_over(timer, now)) return timer->stream->slot;
  }
  return NUV_ENOTDUE;
}

nuv_timer *nuv_timer_new(nuv_loop *loop) {
  if (nuv__check(loop) < 0) return NULL;
  nuv_timer *timer = nuv__timer_make(loop, NULL);
  if (timer == NULL) return NULL;
  timer->slot = nuv__slot_new(&loop->slots);
  if (timer->slot < 0) {
    free(timer);
    return NULL;
  }
  list_add(timer);
  return timer;
}

int32_t nuv_timer_free(nuv_timer *timer) {
  int error = nuv__check(timer->loop);
  if (error < 0) return error;
  nuv__slot_free(&timer->loop->slots, timer->slot);
  list_remove(timer);
  nuv__timer_destroy(timer);
  return 0;
}

int64_t nuv_timer_slot(nuv_timer *timer) {
  return timer->slot;
}

int32_t nuv_timer_start(nuv_timer *timer, int64_t ms) {
  int error = nuv__check(timer->loop);
  return error < 0 ? error : nuv__timer_start(timer, ms);
}

int32_t nuv_timer_again(nuv_timer *timer) {
  return nuv_timer_start(timer, timer->delay);
}

int32_t nuv_timer_stop(nuv_timer *timer) {
  int error = nuv__check(timer->loop);
  if (error == 0) nuv__timer_stop(timer);
  return error;
}

int32_t nuv_timer_set_ref(nuv_timer *timer, int32_t on) {
  int error = nuv__check(timer->loop);
  if (error < 0) return error;
  on = on != 0;
  if (timer->position >= 0) timer->loop->timers.referenced += on - timer->referenced;
  timer->referenced = on;
  return 0;
}
