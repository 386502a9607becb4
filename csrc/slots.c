/* Small numbers for handles. A slot's generation grows when its handle closes,
 * which makes the records made before then recognisable as stale. */
#include "nuv_internal.h"

#include <stdlib.h>
#include <string.h>

void nuv__slots_init(nuv__slots *slots) {
  memset(slots, 0, sizeof(*slots));
  slots->first_free = -1;
}

void nuv__slots_free(nuv__slots *slots) {
  free(slots->generations);
  free(slots->next_free);
  free(slots->streams);
}

static int slots_grow(nuv__slots *slots) {
  size_t capacity = slots->capacity == 0 ? 64 : (size_t)slots->capacity * 2;
  uint32_t *generations = realloc(slots->generations, capacity * sizeof(*generations));
  if (generations == NULL) return -1;
  slots->generations = generations;
  int32_t *next_free = realloc(slots->next_free, capacity * sizeof(*next_free));
  if (next_free == NULL) return -1;
  slots->next_free = next_free;
  nuv_stream **streams = realloc(slots->streams, capacity * sizeof(*streams));
  if (streams == NULL) return -1;
  slots->streams = streams;
  slots->capacity = (int32_t)capacity;
  return 0;
}

int32_t nuv__slot_new(nuv__slots *slots) {
  int32_t slot = slots->first_free;
  if (slot >= 0) {
    slots->first_free = slots->next_free[slot];
    return slot;
  }
  if (slots->used == slots->capacity && slots_grow(slots) < 0) return -1;
  slot = slots->used++;
  slots->generations[slot] = 0;
  slots->streams[slot] = NULL;
  return slot;
}

void nuv__slot_free(nuv__slots *slots, int32_t slot) {
  slots->streams[slot] = NULL;
  slots->generations[slot]++;
  slots->next_free[slot] = slots->first_free;
  slots->first_free = slot;
}

int64_t nuv__slot_generation(const nuv__slots *slots, int32_t slot) {
  return slots->generations[slot];
}

int64_t nuv__slot_retire(nuv__slots *slots, int32_t slot) {
  return ++slots->generations[slot];
}
