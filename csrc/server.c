/* Accepting connections. */
#include "nuv_internal.h"

#define MOST_AT_ONCE 64 /* others have their turn, too */

static int is_full(const nuv__listener *listener) {
  return listener->max_connections >= 0 && listener->open >= listener->max_connections;
}

static void prepare_accepted(nuv_stream *stream, const nuv__listener *listener) {
  if (stream->kind != NUV_TCP) return;
  if (listener->flags & NUV_LISTEN_NO_DELAY) {
    (void)uv_tcp_nodelay(&stream->uv.tcp, 1);
    stream->given_no_delay = 1;
  }
  if (listener->flags & NUV_LISTEN_KEEP_ALIVE) {
    (void)nuv__tcp_keep_alive(stream, 1, listener->keep_alive);
    stream->given_keep_alive = 1;
    stream->keep_alive_seconds = listener->keep_alive;
  }
}

static void record_accepted(nuv_stream *server, nuv_stream *stream) {
  nuv__listener *listener = server->listener;
  int full = is_full(listener);
  stream->unclaimed = 1;
  stream->server = listener;
  listener->references++;
  listener->open++;
  listener->delay = 0;
  if (!full) prepare_accepted(stream, listener);
  nuv__record(server->loop, server->slot, full ? NUV_EV_DROP : NUV_EV_CONNECTION, stream->id, 0);
  if (full || listener->flags & NUV_LISTEN_PAUSED) return;
  int error = nuv__stream_read_start(stream);
  if (error < 0) nuv__read_ended(stream, error);
}

#define PATIENCE 40 /* ms: from this delay between two tries on there is none left */

static int is_want_of_descriptors(int error) {
  return error == UV_EMFILE || error == UV_ENFILE;
}

/* Whether a want of descriptors may be over soon, before those who wait are turned away. */
static int is_patient(const nuv__listener *listener, int error) {
  return is_want_of_descriptors(error) && listener->reserve >= 0 && listener->delay < PATIENCE;
}

/* No descriptor is left: with the one in reserve those who wait are turned away, as libuv has
 * it. */
static int accept_one(nuv_stream *server) {
  const nuv__listener *listener = server->listener;
  int accepted = nuv__accept(server);
  if (!is_want_of_descriptors(accepted) || listener->reserve < 0) return accepted;
  return is_patient(listener, accepted) ? accepted : nuv__turn_away(server);
}

/* Accepts one connection, once there is memory for it; UV_EAGAIN where nobody waits. What
 * goes wrong after that has cost a connection, and is to be reported. */
static int take_connection(nuv_stream *server) {
  nuv_loop *loop = server->loop;
  if (nuv__ring_reserve(&loop->ring, 2) < 0) return UV_ENOMEM;
  nuv_stream *stream = nuv__stream_reserve(loop, (int)server->kind);
  if (stream == NULL) return UV_ENOMEM;
  int accepted = accept_one(server);
  if (accepted < 0) {
    nuv__stream_destroy(stream);
    return accepted;
  }
  nuv__stream_begin(stream);
  int error = nuv__accept_open(server, stream, accepted);
  if (error == 0) {
    record_accepted(server, stream);
  } else {
    nuv__stream_discard(stream);
    server->listener->report_at = 0;
  }
  return error;
}

static int is_accepting(const nuv_loop *loop, const nuv__listener *listener) {
  return !listener->paused && !listener->finished && !loop->drain_failed;
}

/* Accepts up to `most` connections. Returns 0, UV_EAGAIN where nobody waits any more, another
 * error, or UV_ECONNABORTED where all of them were gone before they could be accepted. */
static int accept_up_to(nuv_stream *server, int most, int may_drain) {
  nuv_loop *loop = server->loop;
  nuv__listener *listener = server->listener; /* its handles keep it for this turn */
  int gone = 0;
  for (int i = 0; i < most; i++) {
    /* Whom to drop depends on what the listeners of earlier events do. */
    if (may_drain && is_full(listener)) (void)nuv__drain_now(loop);
    if (!is_accepting(loop, listener)) return 0;
    int error = take_connection(server);
    if (error == UV_ECONNABORTED || error == UV_EINTR) {
      gone++;
    } else if (error < 0) {
      return error;
    } else if (may_drain) {
      nuv__drain_if_full(loop);
    }
  }
  return gone == most ? UV_ECONNABORTED : 0;
}

/* ---- Whether it accepts ------------------------------------------------------ */

#define FIRST_DELAY 10    /* ms from a failure to the next try; doubled each time, */
#define MOST_DELAY 160    /* up to this */
#define REPORT_EVERY 1000 /* ms */
#define FOR_EVER (UINT64_C(1) << 40)

static void on_retry(uv_timer_t *timer);
static void accept_failed(nuv_stream *server, int error);

/* Either `poll` or `retry` runs, and keeps the loop alive. */
static void watch(nuv_stream *server) {
  nuv__listener *listener = server->listener;
  int off = listener->paused || listener->finished;
  int error = nuv__listen_watch(server, !off && !listener->failing);
  nuv__need_poll(server->loop);
  if (off || listener->failing) {
    uv_timer_start(&listener->retry, on_retry, off ? FOR_EVER : (uint64_t)listener->delay, 0);
  } else if (error < 0) {
    accept_failed(server, error);
  } else {
    uv_timer_stop(&listener->retry);
    if (listener->waiting) (void)accept_up_to(server, 1, 0);
  }
}

static void on_retry(uv_timer_t *timer) {
  nuv_stream *server = timer->data;
  server->listener->failing = 0;
  watch(server);
}

static void back_off(nuv_stream *server) {
  nuv__listener *listener = server->listener;
  listener->delay = listener->delay == 0 ? FIRST_DELAY : 2 * listener->delay;
  if (listener->delay > MOST_DELAY) listener->delay = MOST_DELAY;
  listener->failing = 1;
  watch(server);
}

/* Who waits goes on waiting: it is tried again soon, and recorded now and then. */
static void accept_failed(nuv_stream *server, int error) {
  nuv_loop *loop = server->loop;
  int64_t now = (int64_t)uv_now(&loop->uv);
  int patient = is_patient(server->listener, error);
  back_off(server);
  if (patient || now < server->listener->report_at || nuv__ring_reserve(&loop->ring, 1) < 0) return;
  server->listener->report_at = now + REPORT_EVERY;
  nuv__record(loop, server->slot, NUV_EV_ACCEPT_ERROR, error, 0);
}

static void accept_some(nuv_stream *server, int status) {
  int error = status < 0 ? status : accept_up_to(server, MOST_AT_ONCE, 1);
  if (error == UV_ECONNABORTED) {
    back_off(server);
  } else if (error < 0 && error != UV_EAGAIN) {
    accept_failed(server, error);
    nuv__drain_if_full(server->loop);
  }
}

static void begin_listening(nuv_stream *server) {
  nuv__listener *listener = server->listener;
  if (!listener->listening) {
    (void)uv_timer_init(&server->loop->uv, &listener->retry); /* cannot fail */
    listener->poll.data = listener->retry.data = server;
    listener->references += 1 + (int32_t)listener->polls;
    listener->listening = 1;
    nuv__listener_set_ref(listener, uv_has_ref(&server->uv.handle));
  }
  watch(server);
}

/* Where it was not bound, any address and any port. */
static int listen_on(nuv_stream *server, int backlog) {
  uv_os_fd_t fd;
  int error = 0;
  if (server->kind == NUV_TCP && uv_fileno(&server->uv.handle, &fd) < 0) {
    error = nuv__tcp_bind(server, "0.0.0.0", 0, 0);
  }
  return error < 0 ? error : nuv__listen(server, backlog);
}

int32_t nuv_stream_listen(nuv_stream_id id, int32_t backlog, int32_t flags, int32_t keep_alive) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  nuv__listener *listener = nuv__listener_get(stream);
  if (listener == NULL) return UV_ENOMEM;
  listener->on_waiting = accept_some;
  error = listen_on(stream, backlog);
  if (error < 0) return error;
  listener->flags = flags;
  listener->keep_alive = keep_alive;
  begin_listening(stream);
  return 0;
}

static int is_listening(const nuv_stream *stream) {
  return stream->listener != NULL && stream->listener->listening;
}

int32_t nuv_stream_set_accepting(nuv_stream_id id, int32_t on) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  if (!is_listening(stream)) return UV_EINVAL;
  stream->listener->paused = !on;
  watch(stream);
  return 0;
}

static int64_t count_unclaimed(const nuv_stream *stream) {
  const nuv__ring *ring = &stream->loop->ring;
  int64_t count = 0;
  for (int64_t i = ring->head; i < ring->tail; i++) {
    count += nuv__is_unclaimed(&ring->events[i], stream);
  }
  return count;
}

int32_t nuv_stream_is_shared(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  return is_listening(stream) && stream->opened;
}

#define MOST_WAITING 65536 /* above any backlog */

int64_t nuv_stream_finish(nuv_stream_id id, int32_t waiting) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  if (!is_listening(stream)) return UV_EINVAL;
  nuv_loop *loop = stream->loop;
  if (waiting) { /* one after the other: memory for each is looked for before it is accepted */
    error = accept_up_to(stream, MOST_WAITING, 0);
    if (error < 0 && error != UV_EAGAIN) accept_failed(stream, error);
  }
  int64_t count = count_unclaimed(stream);
  if (count > 0 && nuv__ring_reserve(&loop->ring, 1) < 0) return UV_ENOMEM;
  stream->listener->finished = 1;
  watch(stream);
  if (count > 0) nuv__record(loop, stream->slot, NUV_EV_FINISHED, 0, 0);
  return count;
}

/* Those recorded but not dispatched were accepted under the old limit. */
static void drop_undispatched(nuv_stream *stream) {
  nuv__ring *ring = &stream->loop->ring;
  nuv__listener *listener = stream->listener;
  int64_t open = listener->open - count_unclaimed(stream);
  for (int64_t i = ring->head; i < ring->tail; i++) {
    nuv_event *event = &ring->events[i];
    if (!nuv__is_unclaimed(event, stream)) continue;
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
