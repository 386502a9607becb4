/* Timers, popped one at a time by the dispatcher, so that a timer stopped, refreshed or
 * started by an earlier one behaves as in Node, whose order comes of its structure: that is
 * in timer_lists.c. One libuv timer ends the poll when the first list is to be looked at. */
#include "nuv_internal.h"

#include <stdlib.h>

#define LONGEST (INT64_MAX / 4) /* ms: the clock plus this cannot overflow */

/* Being back from the poll is all that is needed. libuv < 1.45 looks at its timers
 * before it polls, too: it must not go on to wait then. */
static void on_wake(uv_timer_t *wake) {
  uv_stop(wake->loop);
}

int nuv__timers_init(nuv_loop *loop) {
  loop->timers.phase = NUV__NO_PHASE;
  return uv_timer_init(&loop->uv, &loop->timers.wake);
}

static void own(nuv_timer *timer) {
  nuv__timers *timers = &timer->loop->timers;
  timer->next_owned = timers->owned;
  if (timer->next_owned != NULL) timer->next_owned->previous_owned = timer;
  timers->owned = timer;
}

static void disown(const nuv_timer *timer) {
  if (timer->next_owned != NULL) timer->next_owned->previous_owned = timer->previous_owned;
  if (timer->previous_owned != NULL) {
    timer->previous_owned->next_owned = timer->next_owned;
  } else {
    timer->loop->timers.owned = timer->next_owned;
  }
}

void nuv__timers_free(nuv_loop *loop) {
  while (loop->timers.owned != NULL) {
    nuv_timer *timer = loop->timers.owned;
    loop->timers.owned = timer->next_owned;
    free(timer);
  }
  nuv__timer_lists_free(&loop->timers);
}

static int64_t clock_now(nuv_loop *loop) {
  uv_update_time(&loop->uv);
  return (int64_t)uv_now(&loop->uv);
}

/* ---- Running --------------------------------------------------------------- */

static void append(nuv_timer *timer) {
  nuv__timer_list *list = timer->list;
  timer->next = NULL;
  timer->previous = list->last;
  if (list->last != NULL) {
    list->last->next = timer;
  } else {
    list->first = timer;
  }
  list->last = timer;
}

static void detach(nuv_timer *timer) {
  nuv__timer_list *list = timer->list;
  if (timer->next != NULL) {
    timer->next->previous = timer->previous;
  } else {
    list->last = timer->previous;
  }
  if (timer->previous != NULL) {
    timer->previous->next = timer->next;
  } else {
    list->first = timer->next;
  }
}

static void halt(nuv_timer *timer) {
  detach(timer);
  timer->running = 0;
  timer->loop->timers.referenced -= timer->referenced;
}

/* Runs from `start` on, which may be before the start of those it comes after: the list then
 * lets it wait for them. */
static void run_from(nuv_timer *timer, int64_t start) {
  nuv__timers *timers = &timer->loop->timers;
  nuv__timer_list *list = timer->list;
  if (timer->running) {
    detach(timer);
  } else {
    timer->running = 1;
    timers->referenced += timer->referenced;
  }
  timer->start = start;
  append(timer);
  if (list->position >= 0) return;
  nuv__timer_list_wait(timers, list, start + list->delay);
  if (list->position == 0) nuv__need_poll(timer->loop); /* the first of all */
}

static void list_leave(nuv__timers *timers, nuv__timer_list *list) {
  if (timers->current == list) timers->current = NULL;
  nuv__timer_list_leave(timers, list);
}

/* Of an unreferenced timer the list stays in the heap, though it may be empty: so it does in
 * Node, where one is most likely to be started again soon. */
void nuv__timer_stop(nuv_timer *timer) {
  nuv__timers *timers = &timer->loop->timers;
  nuv__timer_list *list = timer->list;
  if (timers->chosen == timer) timers->chosen = NULL;
  if (timer->running) halt(timer);
  if (!timer->referenced || list == NULL) return;
  if (list->first == NULL && list->position >= 0) list_leave(timers, list);
}

int nuv__timer_start(nuv_timer *timer, int64_t ms) {
  nuv__timers *timers = &timer->loop->timers;
  int64_t delay = ms < 1 ? 1 : ms > LONGEST ? LONGEST : ms;
  nuv__timer_list *list = timer->list;
  if (list == NULL || list->delay != delay) {
    list = nuv__timer_list_use(timers, delay);
    if (list == NULL) return UV_ENOMEM;
    if (timer->running) nuv__timer_stop(timer);
    if (timer->list != NULL) nuv__timer_list_release(timers, timer->list);
    timer->list = list;
  }
  if (timers->chosen == timer) timers->chosen = NULL;
  run_from(timer, clock_now(timer->loop));
  return 0;
}

void nuv__timer_active(nuv_timer *timer) {
  run_from(timer, clock_now(timer->loop));
}

nuv_timer *nuv__timer_make(nuv_loop *loop, nuv_stream *stream) {
  nuv_timer *timer = calloc(1, sizeof(*timer));
  if (timer == NULL) return NULL;
  timer->loop = loop;
  timer->stream = stream;
  timer->referenced = stream == NULL;
  return timer;
}

void nuv__timer_destroy(nuv_timer *timer) {
  if (timer->running) nuv__timer_stop(timer);
  if (timer->list != NULL) nuv__timer_list_release(&timer->loop->timers, timer->list);
  free(timer);
}

/* ---- Phases ---------------------------------------------------------------- */

/* When the next timer phase begins. */
static int64_t next_phase(const nuv__timers *timers) {
  int64_t expiry = timers->heap[0]->expiry;
  return expiry > timers->not_before ? expiry : timers->not_before;
}

void nuv__timers_arm(nuv_loop *loop) {
  nuv__timers *timers = &loop->timers;
  if (timers->count == 0) {
    uv_timer_stop(&timers->wake);
    return;
  }
  int64_t wait = next_phase(timers) - clock_now(loop);
  uv_timer_start(&timers->wake, on_wake, wait > 0 ? (uint64_t)wait : 0, 0);
  if (timers->referenced > 0) {
    uv_ref((uv_handle_t *)&timers->wake);
  } else {
    uv_unref((uv_handle_t *)&timers->wake);
  }
}

int nuv__timers_alive(nuv_loop *loop) {
  if (loop->timers.referenced > 0) return 1;
  uv_unref((uv_handle_t *)&loop->timers.wake); /* since the last poll one may have gone */
  return 0;
}

static void phase_begin(nuv_loop *loop) {
  nuv__timers *timers = &loop->timers;
  int is_due = timers->count > 0 && next_phase(timers) <= (int64_t)uv_now(&loop->uv);
  timers->phase = is_due ? clock_now(loop) : NUV__NO_PHASE;
}

/* What is late already comes in the next millisecond, not at once: the loop looks around. */
static void phase_end(nuv_loop *loop) {
  nuv__timers *timers = &loop->timers;
  if (timers->phase == NUV__NO_PHASE) return;
  timers->phase = NUV__NO_PHASE;
  timers->not_before = (int64_t)uv_now(&loop->uv) + 1;
  timers->current = NULL;
}

/* The list to be looked at next in this phase, or NULL. */
static nuv__timer_list *next_list(const nuv__timers *timers) {
  if (timers->phase == NUV__NO_PHASE || timers->count == 0) return NULL;
  return timers->heap[0]->expiry <= timers->phase ? timers->heap[0] : NULL;
}

/* Its first timer if that is due. If not the list waits for it, or leaves. */
static nuv_timer *due_of(nuv__timers *timers, nuv__timer_list *list) {
  nuv_timer *timer = list->first;
  if (timer == NULL) {
    list_leave(timers, list);
  } else if (timer->start + list->delay <= timers->phase) {
    return timer;
  } else {
    if (timers->current == list) timers->current = NULL;
    nuv__timer_list_wait(timers, list, timer->start + list->delay);
  }
  return NULL;
}

/* The next one of this phase, which is over if there is none. */
static nuv_timer *find_due(nuv_loop *loop) {
  nuv__timers *timers = &loop->timers;
  for (nuv__timer_list *list; (list = next_list(timers)) != NULL;) {
    nuv_timer *timer = due_of(timers, list);
    if (timer != NULL) return timer;
  }
  phase_end(loop);
  return NULL;
}

int32_t nuv_timer_choose(nuv_loop *loop, int32_t walk) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  nuv__timers *timers = &loop->timers;
  if (walk == NUV_TIMERS_RESUME) timers->current = next_list(timers);
  timers->chosen = timers->current != NULL ? due_of(timers, timers->current) : NULL;
  if (timers->chosen != NULL) return NUV_SAME_LIST;
  if (next_list(timers) != NULL) return NUV_NEXT_LIST;
  phase_end(loop);
  return NUV_ENOTDUE;
}

/* Whether a due idle timeout is over; else it goes on. */
static int idle_is_over(nuv_timer *timer) {
  nuv_stream *stream = timer->stream;
  int64_t queue = (int64_t)uv_stream_get_write_queue_size(&stream->uv.stream);
  int moving = queue > 0 && queue != timer->last.queue;
  timer->last.queue = queue;
  if (moving) nuv__timer_active(timer);
  return !moving;
}

int64_t nuv_timer_next(nuv_loop *loop, int32_t walk) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  nuv__timers *timers = &loop->timers;
  if (walk != NUV_TIMERS_GO_ON) {
    timers->current = NULL;
    timers->chosen = NULL;
    if (walk == NUV_TIMERS_BEGIN) uv_update_time(&loop->uv);
    if (walk == NUV_TIMERS_BEGIN || timers->phase == NUV__NO_PHASE) phase_begin(loop);
  }
  for (;;) {
    nuv_timer *timer = timers->chosen != NULL ? timers->chosen : find_due(loop);
    timers->chosen = NULL;
    if (timer == NULL) return NUV_ENOTDUE;
    timers->current = timer->list;
    halt(timer);
    if (timer->repeats) timer->last.came = clock_now(loop);
    if (timer->stream == NULL) return timer->slot;
    if (idle_is_over(timer)) return timer->stream->slot;
  }
}

/* ---- Timers of their own --------------------------------------------------- */

nuv_timer *nuv_timer_new(nuv_loop *loop) {
  if (nuv__check(loop) < 0) return NULL;
  nuv_timer *timer = nuv__timer_make(loop, NULL);
  if (timer == NULL) return NULL;
  timer->slot = nuv__slot_new(&loop->slots);
  if (timer->slot < 0) {
    free(timer);
    return NULL;
  }
  own(timer);
  return timer;
}

int32_t nuv_timer_free(nuv_timer *timer) {
  int error = nuv__check(timer->loop);
  if (error < 0) return error;
  nuv__slot_free(&timer->loop->slots, timer->slot);
  disown(timer);
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
  int error = nuv__check(timer->loop);
  if (error < 0) return error;
  if (timer->list == NULL) return UV_EINVAL;
  nuv__timer_active(timer);
  return 0;
}

int32_t nuv_timer_set_repeat(nuv_timer *timer) {
  int error = nuv__check(timer->loop);
  if (error < 0) return error;
  timer->repeats = 1;
  timer->last.came = 0;
  return 0;
}

int32_t nuv_timer_repeat(nuv_timer *timer) {
  int error = nuv__check(timer->loop);
  if (error < 0) return error;
  if (timer->last.came == 0) return UV_EINVAL;
  run_from(timer, timer->last.came);
  return 0;
}

int32_t nuv_timer_stop(nuv_timer *timer) {
  int error = nuv__check(timer->loop);
  if (error == 0) nuv__timer_stop(timer);
  return error;
}

int32_t nuv_timer_set_ref(nuv_timer *timer, int32_t on) {
  int error = nuv__check(timer->loop);
  if (error < 0) return error;
  unsigned referenced = on != 0;
  if (timer->running) {
    timer->loop->timers.referenced += (int64_t)referenced - (int64_t)timer->referenced;
  }
  timer->referenced = referenced & 1;
  return 0;
}
