/* Reading: into the loop's arena, or one read at a time into the user's own memory. */
#include "nuv_internal.h"

#include <stdlib.h>

#define CHUNK 65536 /* the most that a record of data holds: Node's */

/* ---- What both ways share ---------------------------------------------------- */

static int read_stop(nuv_stream *stream) {
  stream->reading = 0;
  return uv_read_stop(&stream->uv.stream);
}

/* Reading has come to the end, or to an error. */
void nuv__read_ended(nuv_stream *stream, ssize_t status) {
  if (status == UV_EOF) {
    nuv__record(stream->loop, stream->slot, NUV_EV_END, 0, 0);
  } else {
    read_stop(stream);
    nuv__record(stream->loop, stream->slot, NUV_EV_READ_ERROR, status, 0);
  }
}

/* Whether libuv takes a hang-up after a short read for the end: it has not read it. An urgent
 * mark makes a read short, too, and so do descriptors that a peer sends: what follows them is
 * still to be read. */
static int is_end_unread(ssize_t length, const uv_buf_t *buffer) {
  return length == UV_EOF && buffer->base == NULL;
}

/* After that, one read into what `alloc` gives, to be treated as a read that called back: bytes
 * (reading goes on, by `alloc` and `read`), 0 (it goes on, too), or an error. It is the end,
 * mostly. What follows more bytes comes with the next poll. */
static ssize_t read_on(nuv_stream *stream, uv_buf_t *buffer, uv_alloc_cb alloc, uv_read_cb read) {
  uv_os_fd_t fd;
  int64_t length = UV_EAGAIN;
  alloc(&stream->uv.handle, CHUNK, buffer);
  if (buffer->len > 0 && uv_fileno(&stream->uv.handle, &fd) == 0) {
    length = nuv__read(fd, buffer->base, buffer->len);
  }
  if (length == 0) return UV_EOF;
  if (length < 0 && length != UV_EAGAIN) return (ssize_t)length;
  int error = uv_read_start(&stream->uv.stream, alloc, read); /* libuv has stopped */
  nuv__need_poll(stream->loop);
  if (length > 0) return (ssize_t)length;
  return error < 0 ? error : 0;
}

/* After a read of `length` bytes into `buffer` was recorded: whether its peer has hung up behind
 * them. Reading has stopped then, and goes on as after is_end_unread(). */
static int is_last_read(nuv_stream *stream, ssize_t length, const uv_buf_t *buffer) {
  uv_os_fd_t fd;
  if (length <= 0 || (size_t)length >= buffer->len) return 0; /* libuv reads on by itself */
  if (!stream->reading || stream->closing || stream->loop->drain_failed) return 0;
  if (uv_fileno(&stream->uv.handle, &fd) < 0 || !nuv__has_hung_up(fd)) return 0;
  return uv_read_stop(&stream->uv.stream) == 0;
}

/* After an error libuv reads no more. If it was but a lack of memory (ENOBUFS), what has
 * arrived is read into `buffer`, to be recorded before the error: how many bytes, or <= 0. */
static int64_t read_last(nuv_stream *stream, ssize_t error, const uv_buf_t *buffer) {
  uv_os_fd_t fd;
  if (error != UV_ENOBUFS || uv_fileno(&stream->uv.handle, &fd) < 0) return 0;
  return nuv__read(fd, buffer->base, buffer->len);
}

/* ---- Into the arena ---------------------------------------------------------- */

/* More room than a chunk takes: a read that fills it is tried again by libuv. */
static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
  nuv_stream *stream = handle->data;
  nuv__arena *arena = &stream->loop->arena;
  (void)suggested;
  nuv__arena_align(arena);
  if (stream->loop->drain_failed) (void)nuv__arena_reserve(arena, NUV__READ_SIZE);
  int64_t room = arena->size - arena->used; /* 0: libuv says ENOBUFS and comes again */
  if (room > NUV__READ_SIZE) room = NUV__READ_SIZE;
  *buffer = uv_buf_init(arena->base + arena->used, (unsigned)room);
}

static void record_data(nuv_stream *stream, int64_t start, int64_t end) {
  for (; end - start > CHUNK; start += CHUNK) {
    nuv__record(stream->loop, stream->slot, NUV_EV_DATA, start, start + CHUNK);
  }
  nuv__record(stream->loop, stream->slot, NUV_EV_DATA, start, end);
}

/* So many bytes are in the arena, behind those that were read before. */
static inline void take(nuv_stream *stream, int64_t length) {
  nuv__arena *arena = &stream->loop->arena;
  int64_t start = arena->used;
  arena->used = start + length;
  stream->bytes_read += length;
  nuv__stream_active(stream);
  record_data(stream, start, arena->used);
}

static void on_read(uv_stream_t *uv, ssize_t length, const uv_buf_t *buffer);

/* libuv has read nothing, and says why. */
static void on_no_data(nuv_stream *stream, ssize_t length, uv_buf_t buffer) {
  if (is_end_unread(length, &buffer)) length = read_on(stream, &buffer, on_alloc, on_read);
  if (length == 0 || (length == UV_ENOBUFS && buffer.len == 0)) return; /* on_alloc had no room */
  if (length > 0) {
    take(stream, length);
  } else {
    int64_t last = read_last(stream, length, &buffer);
    if (last > 0) take(stream, last);
    nuv__read_ended(stream, length);
  }
}

static void on_read(uv_stream_t *uv, ssize_t length, const uv_buf_t *buffer) {
  nuv_stream *stream = uv->data;
  if (length > 0) {
    take(stream, length);
  } else {
    on_no_data(stream, length, *buffer);
  }
  nuv__drain_if_full(stream->loop);
  if (stream->hangs_up && is_last_read(stream, length, buffer)) {
    on_no_data(stream, UV_EOF, uv_buf_init(NULL, 0));
    nuv__drain_if_full(stream->loop);
  }
}

/* ---- Into the user's own memory ---------------------------------------------- */

/* One read at a time: libuv would otherwise read over bytes that are not dispatched yet. */

#define MOST_AT_ONCE (INT64_C(1) << 30) /* bytes; no system reads more in one go */

/* No memory to read into: libuv says ENOBUFS and comes again. That is cheaper than to stop
 * reading, which takes the descriptor out of the poll and puts it in again. */
static void on_alloc_user(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
  nuv_stream *stream = handle->data;
  const nuv__user_buffer *user = stream->user_buffer;
  int64_t room = user->ready ? user->length : 0;
  (void)suggested;
  *buffer = uv_buf_init(user->memory, (unsigned)(room < MOST_AT_ONCE ? room : MOST_AT_ONCE));
}

static void take_user(nuv_stream *stream, int64_t length) {
  stream->user_buffer->ready = 0;
  stream->bytes_read += length;
  nuv__stream_active(stream);
  nuv__record(stream->loop, stream->slot, NUV_EV_READ, length, 0);
}

static void on_read_user(uv_stream_t *uv, ssize_t length, const uv_buf_t *buffer);

static void read_user(nuv_stream *stream, ssize_t length, const uv_buf_t *buffer) {
  uv_buf_t more = *buffer;
  if (is_end_unread(length, buffer)) length = read_on(stream, &more, on_alloc_user, on_read_user);
  if (length == 0 || !stream->user_buffer->ready) return; /* comes again once there is memory */
  if (length > 0) {
    take_user(stream, length);
    /* Filled: there may be more, which libuv would read now if it may. */
    if ((size_t)length == more.len) (void)nuv__drain_now(stream->loop);
  } else {
    int64_t last = more.len > 0 ? read_last(stream, length, &more) : 0;
    if (last > 0) take_user(stream, last);
    nuv__read_ended(stream, length);
  }
  nuv__drain_if_full(stream->loop);
}

static void on_read_user(uv_stream_t *uv, ssize_t length, const uv_buf_t *buffer) {
  static const uv_buf_t nothing;
  nuv_stream *stream = uv->data;
  read_user(stream, length, buffer);
  if (stream->hangs_up && is_last_read(stream, length, buffer)) read_user(stream, UV_EOF, &nothing);
}

static int user_read_start(nuv_stream *stream) {
  int error = uv_read_start(&stream->uv.stream, on_alloc_user, on_read_user);
  if (error == 0) nuv__need_poll(stream->loop);
  if (error == UV_EALREADY) error = 0;
  stream->reading = error == 0;
  return error;
}

int32_t nuv_stream_set_user_buffer(nuv_stream_id id, char *memory, int64_t length) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  if (length < 0 || (memory == NULL && length > 0)) return UV_EINVAL;
  if (stream->user_buffer == NULL) stream->user_buffer = malloc(sizeof(*stream->user_buffer));
  if (stream->user_buffer == NULL) return UV_ENOMEM;
  stream->user_buffer->memory = memory;
  stream->user_buffer->length = length;
  stream->user_buffer->ready = 1;
  return 0;
}

/* ---- Starting, stopping, counting -------------------------------------------- */

int nuv__stream_read_start(nuv_stream *stream) {
  if (stream->user_buffer != NULL) return user_read_start(stream);
  int error = uv_read_start(&stream->uv.stream, on_alloc, on_read);
  if (error == 0) nuv__need_poll(stream->loop);
  if (error == UV_EALREADY) error = 0;
  stream->reading = error == 0;
  return error;
}

int32_t nuv_stream_read_start(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  return nuv__stream_read_start(stream);
}

int32_t nuv_stream_read_stop(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  return read_stop(stream);
}

/* Bytes read in records that are not yet released. */
int64_t nuv__undelivered_bytes(const nuv_stream *stream) {
  const nuv__ring *ring = &stream->loop->ring;
  int64_t generation = nuv__slot_generation(&stream->loop->slots, stream->slot);
  int64_t bytes = 0;
  for (int64_t i = ring->head; i < ring->tail; i++) {
    const nuv_event *event = &ring->events[i];
    if (event->slot != stream->slot || event->generation != generation) continue;
    if (event->kind == NUV_EV_DATA) bytes += event->b - event->a;
    if (event->kind == NUV_EV_READ) bytes += event->a;
  }
  return bytes;
}

int64_t nuv_stream_get_unread(nuv_stream_id id) {
  uv_os_fd_t fd;
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  int64_t recorded = nuv__undelivered_bytes(stream);
  return uv_fileno(&stream->uv.handle, &fd) < 0 ? recorded : recorded + nuv__socket_unread(fd);
}

/* Bytes in records not yet released do not count: nobody has got them. */
int64_t nuv_stream_get_bytes_read(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  return stream->bytes_read - nuv__undelivered_bytes(stream);
}
