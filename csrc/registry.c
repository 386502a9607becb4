/* Streams by number. Who is outside the core has no address of a stream, but an id, which
 * is good until the stream is freed and means nothing after that, for ever: its place in
 * this table and the generation of that place. The table is the process's; its entries are
 * never freed, so that any id, from any thread, can be looked up. */
#include "nuv_internal.h"

#include <stdlib.h>

#define BLOCK_BITS 12 /* entries of a block: 2**12 */
#define BLOCK_SIZE (INT64_C(1) << BLOCK_BITS)
#define MOST_BLOCKS 16384
#define INDEX_BITS 32
#define LAST_GENERATION INT64_C(0x7fffffff) /* a place that has had it is not used again */

typedef struct entry {
  nuv_stream_id id; /* its newest; of a free entry the next one */
  uint64_t thread;  /* who may use the stream; 0: the entry is free */
  union {
    nuv_stream *stream;
    int64_t next_free;
  } has;
} entry;

static entry *blocks[MOST_BLOCKS];
static int64_t used;            /* entries that have ever had a stream */
static int64_t first_free = -1; /* the list of those that have none now */

static entry *entry_at(int64_t index) {
  entry *block = blocks[index >> BLOCK_BITS];
  return block == NULL ? NULL : &block[index & (BLOCK_SIZE - 1)];
}

/* Makes room for one entry more, with the lock held. */
static entry *entry_add(void) {
  int64_t block = used >> BLOCK_BITS;
  if (block == MOST_BLOCKS) return NULL;
  if (blocks[block] == NULL) blocks[block] = calloc((size_t)BLOCK_SIZE, sizeof(entry));
  if (blocks[block] == NULL) return NULL;
  entry *new = entry_at(used);
  new->id = (INT64_C(1) << INDEX_BITS) | used++;
  return new;
}

static entry *entry_take(void) {
  if (first_free < 0) return entry_add();
  entry *free = entry_at(first_free);
  first_free = free->has.next_free;
  return free;
}

int nuv__registry_add(nuv_stream *stream, uint64_t thread) {
  nuv__global_lock();
  entry *new = entry_take();
  if (new != NULL) {
    new->thread = thread;
    new->has.stream = stream;
    stream->id = new->id;
  }
  nuv__global_unlock();
  return new == NULL ? UV_ENOMEM : 0;
}

void nuv__registry_remove(nuv_stream *stream) {
  int64_t index = stream->id & 0xffffffff;
  nuv__global_lock();
  entry *old = entry_at(index);
  old->thread = 0;
  if (old->id >> INDEX_BITS < LAST_GENERATION) {
    old->id += INT64_C(1) << INDEX_BITS;
    old->has.next_free = first_free;
    first_free = index;
  } else {
    old->id = 0;
  }
  nuv__global_unlock();
}

void nuv__registry_move(const nuv_stream *stream, uint64_t thread) {
  entry_at(stream->id & 0xffffffff)->thread = thread;
}

/* The entry that has `id` now, or NULL. */
static const entry *entry_of(nuv_stream_id id) {
  int64_t index = id & 0xffffffff;
  if (index >> BLOCK_BITS >= MOST_BLOCKS) return NULL;
  const entry *found = entry_at(index);
  return found != NULL && found->id == id && found->thread != 0 ? found : NULL;
}

nuv_stream *nuv__stream_find(nuv_stream_id id) {
  const entry *found = entry_of(id);
  return found == NULL ? NULL : found->has.stream;
}

/* The stream itself is not looked at: that of another thread may be freed at any time. */
nuv_stream *nuv__stream_get(nuv_stream_id id, int *error) {
  const entry *found = entry_of(id);
  if (found != NULL && found->thread == nuv__thread_id()) return found->has.stream;
  *error = found == NULL ? UV_EBADF : nuv__refusal(found->thread);
  return NULL;
}

nuv_stream *nuv__stream_peek(nuv_stream_id id, int *error) {
  nuv_stream *stream = nuv__stream_get(id, error);
  return stream == NULL && *error == NUV_EFORKED ? nuv__stream_find(id) : stream;
}

nuv_stream *nuv__stream_open(nuv_stream_id id, int *error) {
  nuv_stream *stream = nuv__stream_get(id, error);
  if (stream == NULL || !stream->closing) return stream;
  *error = UV_EBADF;
  return NULL;
}

nuv_stream *nuv__stream_open_as(nuv_stream_id id, int kind, int *error) {
  nuv_stream *stream = nuv__stream_open(id, error);
  if (stream == NULL || (int)stream->kind == kind) return stream;
  *error = UV_EINVAL;
  return NULL;
}
