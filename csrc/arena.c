/* Memory that reads go into. Knows nothing of libuv. */
#include "nuv_internal.h"

#include <stdlib.h>

int nuv__arena_init(nuv__arena *arena, int64_t size) {
  arena->base = malloc((size_t)size);
  arena->size = size;
  arena->used = 0;
  return arena->base == NULL ? -1 : 0;
}

void nuv__arena_free(nuv__arena *arena) {
  free(arena->base);
  arena->base = NULL;
}
