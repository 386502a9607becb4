/* What a dispatcher borrows and gives back: records and the arena they point into. */
#include "nuv_internal.h"

int64_t nuv_loop_batch(nuv_loop *loop, nuv_event **events) {
  *events = loop->ring.events + loop->ring.head + loop->ring.taken;
  return nuv__ring_count(&loop->ring);
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
  nuv__give_back_taken(loop);
  int64_t count = nuv_loop_batch(loop, &events);
  if (count > capacity) count = capacity;
  out[0] = loop->slots.used;
  for (int64_t i = 0; i < count; i++) view_record(loop, &events[i], &out[1 + 3 * i]);
  loop->ring.taken = count;
  return count;
}

int64_t nuv_loop_poll_take(nuv_loop *loop, int32_t block, int64_t *out, int64_t capacity) {
  int64_t count = nuv_loop_poll(loop, block);
  return count > 0 ? nuv_loop_take(loop, out, capacity) : count;
}

int32_t nuv_loop_untake(nuv_loop *loop, int64_t told) {
  nuv_loop_release(loop, told);
  loop->ring.taken = 0;
  return 0;
}

void nuv__give_back_taken(nuv_loop *loop) {
  if (loop->ring.taken > 0) nuv_loop_release(loop, loop->ring.taken);
}

int32_t nuv_loop_next(nuv_loop *loop, int64_t *out) {
  nuv_event *event;
  if (nuv_loop_batch(loop, &event) == 0) return 0;
  view_record(loop, event, out);
  nuv_loop_release(loop, 1);
  return 1;
}

int32_t nuv_loop_release(nuv_loop *loop, int64_t count) {
  nuv__ring_release(&loop->ring, count);
  if (loop->ring.tail == 0) loop->arena.used = 0;
  return 0;
}

char *nuv_loop_arena(nuv_loop *loop, int64_t *size) {
  *size = loop->arena.size;
  return loop->arena.base;
}

static const nuv_lane_api lane_api = {
    .poll_with = nuv_loop_poll_with,
    .next = nuv_loop_next,
    .arena = nuv_loop_arena,
    .try_write = nuv_stream_try_write,
};

const nuv_lane_api *nuv_lane_api_get(void) {
  return &lane_api;
}
