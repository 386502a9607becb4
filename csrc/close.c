/* Closing a stream, and what goes with a listener. */
#include "nuv_internal.h"

static void on_handle_closed(uv_handle_t *handle) {
  nuv__listener_unref(handle->data);
}

static void close_handles(nuv__listener *listener) {
  if (!listener->listening) return;
  listener->poll.data = listener->retry.data = listener;
  if (listener->polls) uv_close((uv_handle_t *)&listener->poll, on_handle_closed);
  uv_close((uv_handle_t *)&listener->retry, on_handle_closed);
  nuv__listen_over(listener);
}

/* The listener closes: connections not dispatched yet go with it. */
static void listener_close(nuv_stream *stream) {
  nuv__ring *ring = &stream->loop->ring;
  for (int64_t i = ring->head; i < ring->tail; i++) {
    nuv_event *event = &ring->events[i];
    if (!nuv__is_unclaimed(event, stream)) continue;
    nuv__stream_discard(nuv__stream_find(event->a));
    event->a = 0;
    event->kind = NUV_EV_CLOSED;   /* never dispatched: */
    event->generation = -1;        /* no slot has this generation */
  }
  nuv__pipe_unlink(stream->listener);
  stream->listener->finished = 1;
  close_handles(stream->listener);
  nuv__listener_unref(stream->listener);
  stream->listener = NULL;
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

static int64_t stream_close(nuv_stream *stream) {
  uv_os_fd_t fd;
  int has_fd = uv_fileno(&stream->uv.handle, &fd) == 0;
  if (has_fd && stream->kind == NUV_TCP && nuv__undelivered_bytes(stream) > 0) {
    (void)nuv__socket_linger_zero(fd); /* as the kernel does for data nobody read */
  }
  if (stream->timer != NULL) {
    nuv__timer_destroy(stream->timer);
    stream->timer = NULL;
  }
  if (stream->listener != NULL) listener_close(stream);
  nuv__listener_leave(stream);
  uv_close(&stream->uv.handle, on_closed);
  stream->closing = 1;
  if (has_fd) nuv__stdio_close(fd);
  nuv__need_poll(stream->loop);
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
