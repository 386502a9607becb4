/* What TCP and pipe handles share: making, freeing, connecting, shutting down, idle timeouts. */
#include "nuv_internal.h"

#include <stdlib.h>

/* libuv < 1.52 takes a hang-up that it finds together with the last bytes for the end at once, as
 * Node 18 does; later ones find it in the next poll, a turn later. So there it is looked for. */
static int libuv_looks_late(void) {
  return uv_version() >= ((1 << 16) | (52 << 8));
}

/* A pipe hangs up when its peer closes, a TCP connection when both sides are shut down. */
static void may_hang_up(nuv_stream *stream) {
  stream->hangs_up = (unsigned)libuv_looks_late();
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
  if (kind != NUV_TCP && kind != NUV_PIPE) return UV_EINVAL;
  nuv_stream *stream = nuv__stream_make(loop, kind);
  return stream == NULL ? UV_ENOMEM : stream->id;
}

/* Frees the memory of a stream that libuv has closed. */
void nuv__stream_destroy(nuv_stream *stream) {
  nuv__registry_remove(stream);
  nuv__slot_free(&stream->loop->slots, stream->slot);
  free(stream->user_buffer);
  free(stream);
}

int32_t nuv_stream_claim(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_get(id, &error);
  if (stream == NULL) return error;
  if (!stream->unclaimed) return UV_EINVAL;
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

void nuv__on_connect(uv_connect_t *request, int status) {
  nuv_stream *stream = request->handle->data;
  free(request);
  stream->connecting = 0;
  if (status == 0) nuv__stream_active(stream);
  nuv__record(stream->loop, stream->slot, NUV_EV_CONNECT, status, 0);
  nuv__drain_if_full(stream->loop);
}

/* Nothing is queued: the end goes out now, and its result is recorded where libuv would report
 * it. */
static int shutdown_now(nuv_stream *stream) {
  uv_os_fd_t fd;
  if (uv_fileno(&stream->uv.handle, &fd) < 0) return UV_ENOTCONN;
  if (!uv_is_writable(&stream->uv.stream)) return UV_ENOTCONN;
  if (nuv__reserve_deferred(stream->loop) < 0) return UV_ENOMEM;
  int error = nuv__socket_shutdown(fd);
  if (error == 0) may_hang_up(stream);
  nuv__defer(stream->loop, stream->slot, NUV_EV_SHUTDOWN, error, 0);
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
    nuv__need_poll(stream->loop);
  }
  return error;
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
  if (ms < 0) return UV_EINVAL;
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
