/* Name requests on detached threads of our own: libuv's pool would delay the
 * end of the process and crash a forked child's. The threads share the resolver
 * with the loop under its lock; whoever leaves last frees it. */
#include "nuv_internal.h"

#include <stdlib.h>
#include <string.h>

#define MAX_THREADS 8

enum lookup_state { WAITING, RUNNING, ANSWERED };

struct nuv_lookup {
  nuv_loop *loop;
  nuv__resolver *resolver;
  nuv_lookup *next;
  struct addrinfo *answer;
  int32_t slot;
  int32_t family;
  int32_t hints;
  int status;
  enum lookup_state state;
  int collected; /* recorded: no longer pending */
  int abandoned; /* freed by Python while its thread runs: the thread frees it */
  char host[];
};

struct nuv__resolver {
  uv_mutex_t lock;
  nuv_loop *loop; /* NULL once the loop is gone */
  int references; /* the loop's and each thread's */
  int threads;
  int pending; /* requests that keep the loop alive; the loop's thread only */
  nuv_lookup *waiting;
  nuv_lookup *answered;
  nuv_lookup *recorded; /* and not yet freed; the loop's thread only */
};

static void lookup_destroy(nuv_lookup *lookup) {
  if (lookup->answer != NULL) freeaddrinfo(lookup->answer);
  free(lookup);
}

static void list_append(nuv_lookup **list, nuv_lookup *lookup) {
  while (*list != NULL) list = &(*list)->next;
  lookup->next = NULL;
  *list = lookup;
}

static void list_remove(nuv_lookup **list, nuv_lookup *lookup) {
  while (*list != NULL && *list != lookup) list = &(*list)->next;
  if (*list != NULL) *list = lookup->next;
}

static nuv_lookup *list_shift(nuv_lookup **list) {
  nuv_lookup *first = *list;
  if (first != NULL) *list = first->next;
  return first;
}

/* Leaves the resolver, whose lock is held; frees it after the last. */
static void resolver_leave(nuv__resolver *resolver) {
  int last = --resolver->references == 0;
  uv_mutex_unlock(&resolver->lock);
  if (!last) return;
  uv_mutex_destroy(&resolver->lock);
  free(resolver);
}

/* Hands an answer over, with the lock held. */
static void deliver(nuv__resolver *resolver, nuv_lookup *lookup) {
  lookup->state = ANSWERED;
  if (lookup->abandoned || resolver->loop == NULL) {
    lookup_destroy(lookup);
    return;
  }
  list_append(&resolver->answered, lookup);
  (void)uv_async_send(&resolver->loop->wake);
}

static void hints_fill(struct addrinfo *wanted, int family, int hints) {
  memset(wanted, 0, sizeof(*wanted));
  wanted->ai_socktype = SOCK_STREAM;
  wanted->ai_family = family == 4 ? AF_INET : family == 6 ? AF_INET6 : AF_UNSPEC;
  if (hints & NUV_ADDRCONFIG) wanted->ai_flags |= AI_ADDRCONFIG;
  if (hints & NUV_V4MAPPED) wanted->ai_flags |= AI_V4MAPPED;
  if (hints & NUV_ALL) wanted->ai_flags |= AI_ALL;
}

static int resolve(const char *host, int family, int hints, struct addrinfo **out) {
  struct addrinfo wanted;
  hints_fill(&wanted, family, hints);
  *out = NULL;
  int error = nuv__stdio_hold(); /* it has sockets of its own */
  if (error < 0) return error;
  error = getaddrinfo(host, NULL, &wanted, out);
  error = error == 0 ? 0 : nuv__translate_eai(error);
  nuv__stdio_release();
  return error;
}

static void thread_run(void *argument) {
  nuv__resolver *resolver = argument;
  nuv_lookup *lookup;
  uv_mutex_lock(&resolver->lock);
  while ((lookup = list_shift(&resolver->waiting)) != NULL) {
    lookup->state = RUNNING;
    uv_mutex_unlock(&resolver->lock);
    lookup->status = resolve(lookup->host, lookup->family, lookup->hints, &lookup->answer);
    uv_mutex_lock(&resolver->lock);
    deliver(resolver, lookup);
  }
  resolver->threads--;
  resolver_leave(resolver);
}

int nuv__resolver_init(nuv_loop *loop) {
  nuv__resolver *resolver = calloc(1, sizeof(*resolver));
  if (resolver == NULL) return UV_ENOMEM;
  int error = uv_mutex_init(&resolver->lock);
  if (error < 0) {
    free(resolver);
    return error;
  }
  resolver->loop = loop;
  resolver->references = 1;
  loop->resolver = resolver;
  return 0;
}

static void destroy_all(nuv_lookup **list) {
  nuv_lookup *lookup;
  while ((lookup = list_shift(list)) != NULL) lookup_destroy(lookup);
}

/* What a thread is at work on is freed by it. */
void nuv__resolver_free(nuv_loop *loop) {
  nuv__resolver *resolver = loop->resolver;
  uv_mutex_lock(&resolver->lock);
  destroy_all(&resolver->waiting);
  destroy_all(&resolver->answered);
  destroy_all(&resolver->recorded);
  resolver->loop = NULL;
  loop->resolver = NULL;
  resolver_leave(resolver);
}

int nuv__resolver_pending(const nuv_loop *loop) {
  return loop->resolver->pending > 0;
}

static void set_pending(nuv_loop *loop, int change) {
  uv_handle_t *wake = (uv_handle_t *)&loop->wake;
  loop->resolver->pending += change;
  if (loop->resolver->pending > 0) {
    uv_ref(wake);
  } else {
    uv_unref(wake);
  }
}

void nuv__resolver_collect(nuv_loop *loop) {
  nuv__resolver *resolver = loop->resolver;
  nuv_lookup *lookup;
  if (resolver == NULL) return;
  uv_mutex_lock(&resolver->lock);
  while (nuv__ring_reserve(&loop->ring, 1) == 0 &&
         (lookup = list_shift(&resolver->answered)) != NULL) {
    lookup->collected = 1;
    lookup->next = resolver->recorded;
    resolver->recorded = lookup;
    set_pending(loop, -1);
    nuv__record(loop, lookup->slot, NUV_EV_LOOKUP, lookup->status, 0);
  }
  if (resolver->answered != NULL) (void)uv_async_send(&loop->wake); /* no memory: the next turn */
  uv_mutex_unlock(&resolver->lock);
}

static int start_thread(nuv__resolver *resolver) {
  if (resolver->threads >= MAX_THREADS) return 0;
  int error = nuv__thread_start(thread_run, resolver);
  if (error < 0) return resolver->threads > 0 ? 0 : error;
  resolver->threads++;
  resolver->references++;
  return 0;
}

static int enqueue(nuv__resolver *resolver, nuv_lookup *lookup) {
  uv_mutex_lock(&resolver->lock);
  list_append(&resolver->waiting, lookup);
  int error = start_thread(resolver);
  if (error < 0) list_remove(&resolver->waiting, lookup);
  uv_mutex_unlock(&resolver->lock);
  return error;
}

int32_t nuv_lookup_new(nuv_lookup **out, nuv_loop *loop, const char *host, int32_t family,
                       int32_t hints) {
  if (out == NULL) return UV_EINVAL;
  *out = NULL;
  int error = nuv__check(loop);
  if (error < 0) return error;
  if (host == NULL) return UV_EINVAL;
  size_t size = strlen(host) + 1;
  nuv_lookup *lookup = calloc(1, sizeof(*lookup) + size);
  if (lookup == NULL) return UV_ENOMEM;
  memcpy(lookup->host, host, size);
  lookup->loop = loop;
  lookup->resolver = loop->resolver;
  lookup->family = family;
  lookup->hints = hints;
  lookup->slot = nuv__slot_new(&loop->slots);
  error = lookup->slot < 0 ? UV_ENOMEM : enqueue(loop->resolver, lookup);
  if (error < 0) {
    if (lookup->slot >= 0) nuv__slot_free(&loop->slots, lookup->slot);
    free(lookup);
    return error;
  }
  set_pending(loop, 1);
  *out = lookup;
  return 0;
}

/* Takes the lookup out of wherever it is. Returns whether its thread has it. */
static int withdraw(nuv__resolver *resolver, nuv_lookup *lookup) {
  uv_mutex_lock(&resolver->lock);
  int running = lookup->state == RUNNING;
  list_remove(&resolver->waiting, lookup);
  list_remove(&resolver->answered, lookup);
  list_remove(&resolver->recorded, lookup);
  lookup->abandoned = 1;
  uv_mutex_unlock(&resolver->lock);
  return running;
}

int32_t nuv_lookup_free(nuv_lookup *lookup) {
  int error = nuv__check(lookup->loop);
  if (error < 0) return error;
  nuv_loop *loop = lookup->loop;
  nuv__slot_free(&loop->slots, lookup->slot);
  if (!lookup->collected) set_pending(loop, -1);
  if (!withdraw(lookup->resolver, lookup)) lookup_destroy(lookup);
  return 0;
}

int64_t nuv_lookup_slot(nuv_lookup *lookup) {
  return lookup->slot;
}

int64_t nuv_lookup_generation(nuv_lookup *lookup) {
  return nuv__slot_generation(&lookup->loop->slots, lookup->slot);
}

/* Before it was collected the answer is its thread's. */
static int lookup_readable(const nuv_lookup *lookup) {
  int error = nuv__check(lookup->loop);
  if (error < 0) return error;
  return lookup->collected ? 0 : UV_EBUSY;
}

int64_t nuv_lookup_count(nuv_lookup *lookup) {
  int64_t count = 0;
  int error = lookup_readable(lookup);
  if (error < 0) return error;
  for (struct addrinfo *a = lookup->answer; a != NULL; a = a->ai_next) count++;
  return count;
}

int32_t nuv_lookup_get(nuv_lookup *lookup, int64_t index, nuv_address *address) {
  int error = lookup_readable(lookup);
  if (error < 0) return error;
  if (index < 0 || address == NULL) return UV_EINVAL;
  struct addrinfo *a = lookup->answer;
  while (a != NULL && index-- > 0) a = a->ai_next;
  if (a == NULL) return UV_EINVAL;
  nuv__format_address(a->ai_addr, address);
  return 0;
}
