/* A loop's records: what happened is recorded here and read bytes are kept, and a dispatcher
 * borrows both and gives them back. Full, it is drained in the middle of a poll. */
#include "nuv_internal.h"

#include <stdio.h>
#include <stdlib.h>

void nuv__need_poll(nuv_loop *loop) {
  if (!loop->hosted) return;
  if (loop->in_turn) {
    loop->needs_poll = 1;
  } else {
    (void)uv_async_send(&loop->wake);
  }
}

/* ---- Recording ------------------------------------------------------------- */

/* Without memory for more records those that there are go now. There is no way out only where
 * a drain has failed, and all that this poll still finds is to be kept. */
static void push_record(nuv_loop *loop, nuv__ring *ring, const nuv_event *event) {
  if (nuv__ring_push(ring, event) == 0) return;
  if (loop->polling && nuv__drain_now(loop) == 0 && nuv__ring_push(ring, event) == 0) return;
  fputs("netuv: out of memory for an event record\n", stderr);
  abort();
}

void nuv__record(nuv_loop *loop, int32_t slot, int kind, int64_t a, int64_t b) {
  if (loop->closing) return;
  nuv_event event = {kind, slot, nuv__slot_generation(&loop->slots, slot), a, b};
  push_record(loop, &loop->ring, &event);
}

/* What libuv < 1.45 would report a turn later than libuv >= 1.45 is recorded by us, at the end
 * of the poll phase, where both, and so Node, have it in order. */
void nuv__defer(nuv_loop *loop, int32_t slot, int kind, int64_t a, int64_t b) {
  nuv_event event = {kind, slot, nuv__slot_generation(&loop->slots, slot), a, b};
  push_record(loop, &loop->deferred, &event); /* has its room: nuv__reserve_deferred() */
  nuv__need_poll(loop);
}

int nuv__reserve_deferred(nuv_loop *loop) {
  return nuv__ring_reserve(&loop->deferred, 1) < 0 ? UV_ENOMEM : 0;
}

int64_t nuv_loop_flush_deferred(nuv_loop *loop) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  nuv__ring *deferred = &loop->deferred;
  int64_t moved = 0, count = nuv__ring_count(deferred);
  while (moved < count &&
         nuv__ring_push(&loop->ring, &deferred->events[deferred->head + moved]) == 0)
    moved++;
  nuv__ring_release(deferred, moved); /* what there was no memory for goes after these */
  return nuv__ring_count(&loop->ring);
}

/* ---- Borrowing and giving back ------------------------------------------------ */

int64_t nuv_loop_batch(nuv_loop *loop, nuv_event **events) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  *events = loop->ring.events + loop->ring.head + loop->ring.taken;
  return nuv__ring_count(&loop->ring);
}

static void release(nuv_loop *loop, int64_t count) {
  nuv__ring_release(&loop->ring, count);
  if (loop->ring.tail == 0) loop->arena.used = 0;
}

static void view_record(const nuv_loop *loop, const nuv_event *event, int64_t *out) {
  int current = event->generation == nuv__slot_generation(&loop->slots, (int32_t)event->slot);
  if (event->kind == NUV_EV_DATA && current) {
    out[0] = event->slot;
    out[1] = event->a;
    out[2] = event->b;
  } else {
    out[0] = -1 - event->slot;
    out[1] = event->a;
    out[2] = event->kind + event->generation * 16;
  }
}

int64_t nuv_loop_take(nuv_loop *loop, int64_t *out, int64_t capacity) {
  nuv_event *events;
  int error = nuv__check(loop);
  if (error < 0) return error;
  if (out == NULL || capacity < 0) return UV_EINVAL;
  nuv__release_taken(loop);
  int64_t count = nuv_loop_batch(loop, &events);
  if (count > capacity) count = capacity;
  out[0] = loop->slots.used;
  for (int64_t i = 0; i < count; i++) view_record(loop, &events[i], &out[1 + 3 * i]);
  loop->ring.taken = count;
  return count;
}

int32_t nuv_loop_untake(nuv_loop *loop, int64_t consumed) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  if (consumed < 0 || consumed > loop->ring.taken) return UV_EINVAL;
  release(loop, consumed);
  loop->ring.taken = 0;
  return 0;
}

void nuv__release_taken(nuv_loop *loop) {
  if (loop->ring.taken > 0) release(loop, loop->ring.taken);
}

int32_t nuv_loop_next(nuv_loop *loop, int64_t *out) {
  nuv_event *event;
  int64_t count = nuv_loop_batch(loop, &event);
  if (count <= 0) return (int32_t)count;
  view_record(loop, event, out);
  release(loop, 1);
  return 1;
}

int32_t nuv_loop_release(nuv_loop *loop, int64_t count) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  if (count < 0 || count > loop->ring.tail - loop->ring.head) return UV_EINVAL;
  release(loop, count);
  return 0;
}

char *nuv_loop_arena(nuv_loop *loop, int64_t *size) {
  if (nuv__check(loop) < 0 || size == NULL) return NULL;
  *size = loop->arena.size;
  return loop->arena.base;
}

/* ---- Draining --------------------------------------------------------------- */

int nuv__drain_now(nuv_loop *loop) {
  if (loop->drain_failed || loop->closing || nuv__ring_count(&loop->ring) == 0) return 0;
  nuv__sigpipe_release(&loop->sigpipe); /* what runs now is the program's own */
  int32_t result = loop->drain(loop->context);
  if (loop->polling && loop->writing > 0) nuv__sigpipe_hold(&loop->sigpipe);
  if (result >= 0) {
    nuv__release_taken(loop);
    return 0;
  }
  loop->drain_failed = 1;
  uv_stop(&loop->uv);
  return NUV_EINTERRUPTED;
}

void nuv__drain_if_full(nuv_loop *loop) {
  if (nuv__ring_count(&loop->ring) >= loop->max_events || loop->arena.used >= loop->max_bytes) {
    (void)nuv__drain_now(loop);
  }
}
