/* Reading, shutting down and closing TCP and pipe handles; what both share. */
#include "nuv_internal.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK 65536 /* the most that a record of data holds: Node's */

/* libuv < 1.52 takes a hang-up that it finds together with the last bytes for the end at once, as
 * Node 18 does; later ones find it in the next poll, a turn later. So there it is looked for. */
static int libuv_hears_late(void) {
  return uv_version() >= ((1 << 16) | (52 << 8));
}

/* A pipe hangs up when its peer closes, a TCP connection when both sides are shut down. */
static void may_hang_up(nuv_stream *stream) {
  stream->hangs_up = (unsigned)libuv_hears_late();
}

/* Neither can fail: no descriptor is made yet, but the one that libuv keeps in reserve. */
static void init_uv(nuv_loop *loop, nuv_stream *stream) {
  int held = !loop->has_stream && nuv__stdio_hold() == 0;
  if (stream->kind == NUV_TCP) {
    (void)uv_tcp_init(&loop->uv, &stream->uv.tcp);
  } else {
    (void)uv_pipe_init(&loop->uv, &stream->uv.pipe, 0);
    may_hang_up(stream);
  }
  if (held) nuv__stdio_release();
  loop->has_stream = 1;
}

nuv_stream *nuv__stream_reserve(nuv_loop *loop, int kind) {
  nuv_stream *stream = calloc(1, sizeof(*stream));
  if (stream == NULL) return NULL;
  stream->loop = loop;
  stream->kind = (unsigned)kind;
  stream->slot = nuv__slot_new(&loop->slots);
  if (stream->slot < 0 || nuv__registry_add(stream, loop->owner) < 0) {
    if (stream->slot >= 0) nuv__slot_free(&loop->slots, stream->slot);
    free(stream);
    return NULL;
  }
  return stream;
}

void nuv__stream_begin(nuv_stream *stream) {
  nuv_loop *loop = stream->loop;
  init_uv(loop, stream);
  stream->uv.handle.data = stream;
  loop->slots.streams[stream->slot] = stream;
}

nuv_stream *nuv__stream_make(nuv_loop *loop, int kind) {
  nuv_stream *stream = nuv__stream_reserve(loop, kind);
  if (stream != NULL) nuv__stream_begin(stream);
  return stream;
}

nuv_stream_id nuv_stream_new(nuv_loop *loop, int32_t kind) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  nuv_stream *stream = nuv__stream_make(loop, kind);
  return stream == NULL ? UV_ENOMEM : stream->id;
}

/* Frees the memory of a stream that libuv has closed. */
void nuv__stream_destroy(nuv_stream *stream) {
  nuv__registry_remove(stream);
  nuv__slot_free(&stream->loop->slots, stream->slot);
  free(stream->lent);
  free(stream);
}

int32_t nuv_stream_claim(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_get(id, &error);
  if (stream == NULL) return error;
  stream->unclaimed = 0;
  return (int32_t)stream->kind;
}

int32_t nuv_stream_free(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_get(id, &error);
  if (stream == NULL) return error;
  if (!stream->closed) return UV_EBUSY;
  nuv__stream_destroy(stream);
  return 0;
}

int64_t nuv_stream_slot(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  return stream->slot;
}

int64_t nuv_stream_generation(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  return nuv__slot_generation(&stream->loop->slots, stream->slot);
}

void nuv__stream_active(nuv_stream *stream) {
  if (stream->timer != NULL) nuv__timer_active(stream->timer);
}

/* More room than a chunk takes: a read that fills it is tried again by libuv. */
static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
  nuv_stream *stream = handle->data;
  nuv__arena *arena = &stream->loop->arena;
  (void)suggested;
  nuv__arena_align(arena);
  if (stream->loop->refusing) (void)nuv__arena_reserve(arena, NUV__READ_SIZE);
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

static int read_stop(nuv_stream *stream) {
  stream->reading = 0;
  return uv_read_stop(&stream->uv.stream);
}

/* Reading has come to the end, or to an error. */
void nuv__stream_over(nuv_stream *stream, ssize_t status) {
  if (status == UV_EOF) {
    nuv__record(stream->loop, stream->slot, NUV_EV_END, 0, 0);
  } else {
    read_stop(stream);
    nuv__record(stream->loop, stream->slot, NUV_EV_READ_ERROR, status, 0);
  }
}

/* An urgent mark makes a read short, too, and so do descriptors that a peer sends: what
 * follows them is still to be read. */
int nuv__is_end_unread(ssize_t length, const uv_buf_t *buffer) {
  return length == UV_EOF && buffer->base == NULL;
}

/* One read: it is the end, mostly. What follows more bytes comes with the next poll. */
ssize_t nuv__read_on(nuv_stream *stream, uv_buf_t *buffer, uv_alloc_cb alloc, uv_read_cb read) {
  uv_os_fd_t fd;
  int64_t length = UV_EAGAIN;
  alloc(&stream->uv.handle, CHUNK, buffer);
  if (buffer->len > 0 && uv_fileno(&stream->uv.handle, &fd) == 0) {
    length = nuv__read(fd, buffer->base, buffer->len);
  }
  if (length == 0) return UV_EOF;
  if (length < 0 && length != UV_EAGAIN) return (ssize_t)length;
  int error = uv_read_start(&stream->uv.stream, alloc, read); /* libuv has stopped */
  nuv__touched(stream->loop);
  if (length > 0) return (ssize_t)length;
  return error < 0 ? error : 0;
}

int nuv__is_last_read(nuv_stream *stream, ssize_t length, const uv_buf_t *buffer) {
  uv_os_fd_t fd;
  if (length <= 0 || (size_t)length >= buffer->len) return 0; /* libuv reads on by itself */
  if (!stream->reading || stream->closing || stream->loop->refusing) return 0;
  if (uv_fileno(&stream->uv.handle, &fd) < 0 || !nuv__has_hung_up(fd)) return 0;
  return uv_read_stop(&stream->uv.stream) == 0;
}

int64_t nuv__read_last(nuv_stream *stream, ssize_t error, const uv_buf_t *buffer) {
  uv_os_fd_t fd;
  if (error != UV_ENOBUFS || uv_fileno(&stream->uv.handle, &fd) < 0) return 0;
  return nuv__read(fd, buffer->base, buffer->len);
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
  if (nuv__is_end_unread(length, &buffer)) length = nuv__read_on(stream, &buffer, on_alloc, on_read);
  if (length == 0 || (length == UV_ENOBUFS && buffer.len == 0)) return; /* on_alloc had no room */
  if (length > 0) {
    take(stream, length);
  } else {
    int64_t last = nuv__read_last(stream, length, &buffer);
    if (last > 0) take(stream, last);
    nuv__stream_over(stream, length);
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
  if (stream->hangs_up && nuv__is_last_read(stream, length, buffer)) {
    on_no_data(stream, UV_EOF, uv_buf_init(NULL, 0));
    nuv__drain_if_full(stream->loop);
  }
}

int nuv__stream_read_start(nuv_stream *stream) {
  if (stream->lent != NULL) return nuv__lent_read_start(stream);
  int error = uv_read_start(&stream->uv.stream, on_alloc, on_read);
  if (error == 0) nuv__touched(stream->loop);
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

/* Nothing is queued: the end goes out now, and its result is told in libuv's place for it. */
static int shutdown_now(nuv_stream *stream) {
  uv_os_fd_t fd;
  if (uv_fileno(&stream->uv.handle, &fd) < 0) return UV_ENOTCONN;
  if (!uv_is_writable(&stream->uv.stream)) return UV_ENOTCONN;
  if (nuv__reserve_later(stream->loop) < 0) return UV_ENOMEM;
  int error = nuv__socket_shutdown(fd);
  if (error == 0) may_hang_up(stream);
  nuv__record_later(stream->loop, stream->slot, NUV_EV_SHUTDOWN, error, 0);
  return 0;
}

static void on_shutdown(uv_shutdown_t *request, int status) {
  nuv_stream *stream = request->handle->data;
  free(request);
  if (status == 0) may_hang_up(stream);
  nuv__record(stream->loop, stream->slot, NUV_EV_SHUTDOWN, status, 0);
}

int32_t nuv_stream_shutdown(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  if (stream->connecting) return UV_ENOTCONN;
  if (uv_stream_get_write_queue_size(&stream->uv.stream) == 0) return shutdown_now(stream);
  uv_shutdown_t *request = malloc(sizeof(*request));
  if (request == NULL) return UV_ENOMEM;
  error = uv_shutdown(request, &stream->uv.stream, on_shutdown);
  if (error < 0) {
    free(request);
  } else {
    nuv__touched(stream->loop);
  }
  return error;
}

static void on_closed(uv_handle_t *handle) {
  nuv_stream *stream = handle->data;
  stream->closed = 1;
  if (stream->freed) {
    nuv__stream_destroy(stream);
  } else {
    nuv__record(stream->loop, stream->slot, NUV_EV_CLOSED, 0, 0);
  }
}

/* Bytes read in records that are not yet released. */
static int64_t unheard_bytes(const nuv_stream *stream) {
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

static int64_t stream_close(nuv_stream *stream) {
  uv_os_fd_t fd;
  int has_fd = uv_fileno(&stream->uv.handle, &fd) == 0;
  if (has_fd && stream->kind == NUV_TCP && unheard_bytes(stream) > 0) {
    (void)nuv__socket_linger_zero(fd); /* as the kernel does for data nobody read */
  }
  if (stream->timer != NULL) {
    nuv__timer_destroy(stream->timer);
    stream->timer = NULL;
  }
  if (stream->listener != NULL) nuv__listener_close(stream);
  nuv__listener_leave(stream);
  uv_close(&stream->uv.handle, on_closed);
  stream->closing = 1;
  if (has_fd) nuv__stdio_close(fd);
  nuv__touched(stream->loop);
  return nuv__slot_retire(&stream->loop->slots, stream->slot);
}

/* Closes a stream that Python does not know (any more): no CLOSED, no free. */
void nuv__stream_discard(nuv_stream *stream) {
  stream->freed = 1;
  (void)stream_close(stream);
}

int32_t nuv_stream_discard(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  nuv__stream_discard(stream);
  return 0;
}

int64_t nuv_stream_close(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  return stream_close(stream);
}

int64_t nuv_stream_reset(nuv_stream_id id) {
  uv_os_fd_t fd;
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  if (stream->kind != NUV_TCP) return UV_EINVAL;
  if (uv_fileno(&stream->uv.handle, &fd) == 0) {
    error = nuv__socket_linger_zero(fd);
    if (error < 0) return error;
  }
  return stream_close(stream);
}

int32_t nuv_stream_set_ref(nuv_stream_id id, int32_t on) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  if (on) {
    uv_ref(&stream->uv.handle);
  } else {
    uv_unref(&stream->uv.handle);
  }
  if (stream->listener != NULL) nuv__listener_set_ref(stream->listener, on);
  return 0;
}

int32_t nuv_stream_get_ref(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  return uv_has_ref(&stream->uv.handle);
}

int64_t nuv_stream_get_fd(nuv_stream_id id) {
  uv_os_fd_t fd;
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  error = uv_fileno(&stream->uv.handle, &fd);
  return error < 0 ? error : (int64_t)(intptr_t)fd;
}

int64_t nuv_stream_get_unread(nuv_stream_id id) {
  uv_os_fd_t fd;
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  int64_t recorded = unheard_bytes(stream);
  return uv_fileno(&stream->uv.handle, &fd) < 0 ? recorded : recorded + nuv__socket_unread(fd);
}

/* Records not yet released have not been heard of: their bytes do not count. */
int64_t nuv_stream_get_bytes_read(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  return stream->bytes_read - unheard_bytes(stream);
}

int64_t nuv_stream_get_bytes_written(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  return stream->bytes_written;
}

int32_t nuv_stream_set_timeout(nuv_stream_id id, int64_t ms) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  if (ms == 0) {
    if (stream->timer != NULL) nuv__timer_destroy(stream->timer);
    stream->timer = NULL;
    return 0;
  }
  nuv_timer *timer = stream->timer;
  if (timer == NULL) timer = nuv__timer_make(stream->loop, stream);
  if (timer == NULL) return UV_ENOMEM;
  error = nuv__timer_start(timer, ms);
  if (error == 0) {
    timer->last.queue = 0;
    stream->timer = timer;
  } else if (stream->timer == NULL) {
    nuv__timer_destroy(timer);
  }
  return error;
}

int32_t nuv_stream_touch(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_get(id, &error);
  if (stream == NULL) return error;
  nuv__stream_active(stream);
  return 0;
}
