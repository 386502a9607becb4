/* Memory that reads go into. Knows nothing of libuv. */
#include "nuv_internal.h"

#include <stdlib.h>
#include <string.h>

#define LINE 64 /* the kernel copies fastest to where a cache line begins */

static char *to_line(char *memory) {
  return memory + (LINE - (uintptr_t)memory % LINE) % LINE;
}

int nuv__arena_init(nuv__arena *arena, int64_t size) {
  arena->memory = malloc((size_t)size + LINE);
  if (arena->memory == NULL) return -1;
  arena->base = to_line(arena->memory);
  arena->size = size;
  arena->used = 0;
  return 0;
}

/* Makes `room` bytes free at the end; what is there may move. */
int nuv__arena_reserve(nuv__arena *arena, int64_t room) {
  nuv__arena larger;
  if (arena->size - arena->used >= room) return 0;
  if (nuv__arena_init(&larger, arena->size * 2 + room) < 0) return -1;
  memcpy(larger.base, arena->base, (size_t)arena->used);
  larger.used = arena->used;
  nuv__arena_free(arena);
  *arena = larger;
  return 0;
}

/* The next read starts where a cache line does, if there is room for one. */
void nuv__arena_align(nuv__arena *arena) {
  int64_t used = (arena->used + LINE - 1) / LINE * LINE;
  if (used < arena->size) arena->used = used;
}

void nuv__arena_free(nuv__arena *arena) {
  free(arena->memory);
  arena->memory = NULL;
}
