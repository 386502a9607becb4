/* Accepting connections. */
#include "nuv_internal.h"

#include <stdlib.h>

nuv__listener *nuv__listener_get(nuv_stream *stream) {
  if (stream->listener != NULL) return stream->listener;
  nuv__listener *listener = calloc(1, sizeof(*listener));
  if (listener == NULL) return NULL;
  listener->references = 1;
  listener->max_connections = -1;
  stream->listener = listener;
  return listener;
}

void nuv__listener_unref(nuv__listener *listener) {
  if (--listener->references > 0) return;
  free(listener->path);
  free(listener);
}

/* An accepted stream closes: it no longer counts. */
void nuv__listener_leave(nuv_stream *stream) {
  if (stream->server == NULL) return;
  stream->server->open--;
  nuv__listener_unref(stream->server);
  stream->server = NULL;
}

static int is_unclaimed(const nuv_event *event, const nuv_stream *listener) {
  if (event->kind != NUV_EV_CONNECTION && event->kind != NUV_EV_DROP) return 0;
  if (event->slot != listener->slot) return 0;
  if (event->generation != nuv__slot_generation(&listener->loop->slots, listener->slot)) return 0;
  const nuv_stream *accepted = nuv__stream_find(event->a);
  return accepted != NULL && accepted->unclaimed;
}

/* The listener closes: connections nobody has heard of go with it. */
void nuv__listener_close(nuv_stream *stream) {
  nuv__ring *ring = &stream->loop->ring;
  for (int64_t i = ring->head; i < ring->tail; i++) {
    nuv_event *event = &ring->events[i];
    if (!is_unclaimed(event, stream)) continue;
    nuv__stream_discard(nuv__stream_find(event->a));
    event->a = 0;
    event->kind = NUV_EV_CLOSED;   /* never dispatched: */
    event->generation = -1;        /* no slot has this generation */
  }
  if (stream->listener->holds_stdio) nuv__stdio_release();
  nuv__unix_unlink(stream->listener);
  nuv__listener_unref(stream->listener);
  stream->listener = NULL;
}

static nuv_stream *accept_one(nuv_stream *server) {
  nuv__listener *listener = server->listener;
  nuv_stream *stream = nuv__stream_make(server->loop, (int)server->kind);
  if (stream == NULL) return NULL;
  if (uv_accept(&server->uv.stream, &stream->uv.stream) < 0) {
    nuv__stream_discard(stream);
    return NULL;
  }
  stream = nuv__stdio_leave(stream);
  if (stream == NULL) return NULL;
  stream->unclaimed = 1;
  stream->server = listener;
  listener->references++;
  listener->open++;
  return stream;
}

static void prepare_accepted(nuv_stream *stream, const nuv__listener *listener) {
  if (stream->kind == NUV_TCP) {
    if (listener->flags & NUV_LISTEN_NO_DELAY) (void)uv_tcp_nodelay(&stream->uv.tcp, 1);
    if (listener->flags & NUV_LISTEN_KEEP_ALIVE) {
      (void)nuv__tcp_keep_alive(stream, 1, listener->keep_alive);
    }
  }
  if (!(listener->flags & NUV_LISTEN_PAUSED)) (void)nuv__stream_read_start(stream);
}

static int is_full(const nuv__listener *listener) {
  return listener->max_connections >= 0 && listener->open >= listener->max_connections;
}

/* Takes the connection that libuv has, and records it. */
static void take_connection(nuv_stream *server) {
  int full = is_full(server->listener);
  nuv_stream *stream = accept_one(server);
  if (stream == NULL) return;
  if (!full) prepare_accepted(stream, server->listener);
  nuv__record(server->loop, server->slot, full ? NUV_EV_DROP : NUV_EV_CONNECTION, stream->id, 0);
}

static void on_connection(uv_stream_t *uv, int status) {
  nuv_stream *server = uv->data;
  nuv_loop *loop = server->loop;
  if (status < 0) {
    nuv__record(loop, server->slot, NUV_EV_ACCEPT_ERROR, status, 0);
    nuv__drain_if_full(loop);
    return;
  }
  if (server->listener->paused) {
    server->listener->waiting = 1;
    return;
  }
  /* Whom to drop depends on what the listeners of earlier events do. */
  if (is_full(server->listener)) (void)nuv__drain_now(loop);
  if (uv_is_closing(&server->uv.handle)) return;
  take_connection(server);
  nuv__drain_if_full(loop);
}

int32_t nuv_stream_set_accepting(nuv_stream_id id, int32_t on) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  if (stream->listener == NULL) return UV_EINVAL;
  stream->listener->paused = !on;
  if (on && stream->listener->waiting) {
    stream->listener->waiting = 0;
    take_connection(stream);
  }
  return 0;
}

int32_t nuv_stream_listen(nuv_stream_id id, int32_t backlog, int32_t flags, int32_t keep_alive) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  nuv__listener *listener = nuv__listener_get(stream);
  if (listener == NULL) return UV_ENOMEM;
  listener->flags = flags;
  listener->keep_alive = keep_alive;
  error = listener->holds_stdio ? 0 : nuv__stdio_hold();
  if (error < 0) return error;
  listener->holds_stdio = 1;
  error = uv_listen(&stream->uv.stream, backlog, on_connection);
  if (error == 0) nuv__touched(stream->loop);
  return error;
}

/* Those recorded but not dispatched were accepted under the old limit. */
static void drop_undispatched(nuv_stream *stream) {
  nuv__ring *ring = &stream->loop->ring;
  nuv__listener *listener = stream->listener;
  int64_t open = listener->open;
  for (int64_t i = ring->head; i < ring->tail; i++) {
    if (is_unclaimed(&ring->events[i], stream)) open--;
  }
  for (int64_t i = ring->head; i < ring->tail; i++) {
    nuv_event *event = &ring->events[i];
    if (!is_unclaimed(event, stream)) continue;
    if (open++ >= listener->max_connections) event->kind = NUV_EV_DROP;
  }
}

int32_t nuv_stream_set_max_connections(nuv_stream_id id, int64_t count) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  nuv__listener *listener = nuv__listener_get(stream);
  if (listener == NULL) return UV_ENOMEM;
  listener->max_connections = count;
  if (count >= 0) drop_undispatched(stream);
  return 0;
}
