/* Event records in the order they happened. Knows nothing of libuv. */
#include "nuv_internal.h"

#include <stdlib.h>
#include <string.h>

int nuv__ring_init(nuv__ring *ring, int64_t capacity) {
  ring->events = malloc((size_t)capacity * sizeof(nuv_event));
  ring->capacity = capacity;
  ring->head = 0;
  ring->taken = 0;
  ring->tail = 0;
  return ring->events == NULL ? -1 : 0;
}

void nuv__ring_free(nuv__ring *ring) {
  free(ring->events);
  ring->events = NULL;
}

static int ring_grow(nuv__ring *ring) {
  int64_t capacity = ring->capacity * 2;
  nuv_event *events = realloc(ring->events, (size_t)capacity * sizeof(nuv_event));
  if (events == NULL) return -1;
  ring->events = events;
  ring->capacity = capacity;
  return 0;
}

int nuv__ring_reserve(nuv__ring *ring, int64_t count) {
  return ring->tail + count > ring->capacity ? ring_grow(ring) : 0;
}

int nuv__ring_push(nuv__ring *ring, const nuv_event *event) {
  if (nuv__ring_reserve(ring, 1) < 0) return -1;
  ring->events[ring->tail++] = *event;
  return 0;
}

int64_t nuv__ring_count(const nuv__ring *ring) {
  return ring->tail - ring->head - ring->taken;
}

void nuv__ring_release(nuv__ring *ring, int64_t count) {
  ring->head += count;
  ring->taken = ring->taken > count ? ring->taken - count : 0;
  if (ring->head >= ring->tail) ring->head = ring->tail = ring->taken = 0;
}
