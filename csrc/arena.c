/* Memory that reads go into. Knows nothing of libuv. */
#include "nuv_internal.h"

#include <stdlib.h>

int nuv__arena_init(nuv__arena *arena, int64_t size) {
  arena->base = malloc((size_t)size);
  arena->size = size;
  arena->used = 0;
  return arena->base == NULL ? -1 : 0;
}

/* Makes `room` bytes free at the end; what is there may move. */
int nuv__arena_reserve(nuv__arena *arena, int64_t room) {
  if (arena->size - arena->used >= room) return 0;
  int64_t size = arena->size * 2 + room;
  char *base = realloc(arena->base, (size_t)size);
  if (base == NULL) return -1;
  arena->base = base;
  arena->size = size;
  return 0;
}

void nuv__arena_free(nuv__arena *arena) {
  free(arena->base);
  arena->base = NULL;
}
