/* The loop: making, polling, waking and freeing one, and the table of what the C lane calls. */
#include "nuv_internal.h"

#include <stdlib.h>

#define MOST_EVENTS (1 << 20)
#define MOST_BYTES (INT64_C(1) << 28)

static int make_and_close_a_loop(void) {
  uv_loop_t *loop = calloc(1, sizeof(*loop));
  if (loop == NULL) return UV_ENOMEM;
  int error = nuv__uv_loop_init(loop);
  if (error == 0) (void)uv_loop_close(loop);
  free(loop);
  return error;
}

/* What libuv has once for the process comes with its first loop. */
int32_t nuv_init(void) {
  return nuv__process_init(make_and_close_a_loop);
}

static void on_wake(uv_async_t *wake) {
  nuv__resolver_collect(wake->data);
}

static int loop_init_parts(nuv_loop *loop) {
  nuv__heap_keep();
  nuv__slots_init(&loop->slots);
  if (nuv__ring_init(&loop->ring, loop->max_events + 32) < 0) return UV_ENOMEM;
  if (nuv__ring_init(&loop->deferred, 16) < 0) return UV_ENOMEM;
  /* Room for one more read past the bound. */
  if (nuv__arena_init(&loop->arena, loop->max_bytes + NUV__READ_SIZE) < 0) return UV_ENOMEM;
  return nuv__resolver_init(loop);
}

/* With a listener go its other handles. */
static void close_stream(uv_handle_t *handle, void *argument) {
  (void)argument;
  if (uv_is_closing(handle)) return;
  if (handle->type == UV_TCP || handle->type == UV_NAMED_PIPE) nuv__stream_discard(handle->data);
}

static void close_rest(uv_handle_t *handle, void *argument) {
  (void)argument;
  if (!uv_is_closing(handle)) uv_close(handle, NULL);
}

static void loop_close_uv(nuv_loop *loop) {
  uv_walk(&loop->uv, close_stream, NULL);
  uv_walk(&loop->uv, close_rest, NULL);
  do {
    uv_run(&loop->uv, UV_RUN_NOWAIT);
  } while (uv_loop_close(&loop->uv) == UV_EBUSY);
}

static int loop_init_uv(nuv_loop *loop) {
  int error = nuv__stdio_hold();
  if (error < 0) return error;
  error = nuv__uv_loop_init(&loop->uv);
  nuv__stdio_release();
  if (error < 0) return error;
  error = nuv__timers_init(loop);
  if (error == 0) error = uv_async_init(&loop->uv, &loop->wake, on_wake);
  if (error < 0) {
    loop_close_uv(loop);
    return error;
  }
  loop->wake.data = loop;
  uv_unref((uv_handle_t *)&loop->wake);
  return 0;
}

static void loop_free_parts(nuv_loop *loop) {
  nuv__timers_free(loop);
  nuv__slots_free(&loop->slots);
  nuv__ring_free(&loop->ring);
  nuv__ring_free(&loop->deferred);
  nuv__arena_free(&loop->arena);
  free(loop);
}

static int64_t bounded(int64_t value, int64_t most) {
  return value < 1 ? 1 : value > most ? most : value;
}

static int loop_init(nuv_loop *loop) {
  int error = loop_init_parts(loop);
  if (error < 0) return error;
  error = loop_init_uv(loop);
  if (error < 0) nuv__resolver_free(loop);
  return error;
}

int32_t nuv_loop_new(nuv_loop **out, nuv_drain drain, void *context, int32_t max_events,
                     int64_t max_bytes) {
  if (out == NULL) return UV_EINVAL;
  *out = NULL;
  if (drain == NULL) return UV_EINVAL;
  int error = nuv_init();
  if (error < 0) return error;
  nuv_loop *loop = calloc(1, sizeof(*loop));
  if (loop == NULL) return UV_ENOMEM;
  loop->owner = nuv__thread_id();
  loop->drain = drain;
  loop->context = context;
  loop->max_events = (int32_t)bounded(max_events, MOST_EVENTS);
  loop->max_bytes = bounded(max_bytes, MOST_BYTES);
  error = loop_init(loop);
  if (error == 0) {
    *out = loop;
  } else {
    loop_free_parts(loop);
  }
  return error;
}

static void close_signal(nuv_loop *loop) {
  if (!loop->has_signal) return;
  nuv__wake_close(loop->signal_pair[0]);
  nuv__wake_close(loop->signal_pair[1]);
  loop->has_signal = 0;
}

static void free_streams(nuv_loop *loop) {
  for (int32_t slot = 0; slot < loop->slots.used; slot++) {
    nuv_stream *stream = loop->slots.streams[slot];
    if (stream != NULL) nuv__stream_destroy(stream);
  }
}

/* A forked child can neither close its parent's loop nor free what libuv holds of
 * it. The list keeps that reachable: it is no leak that a leak checker should report. */
static nuv_loop *inherited;

static void keep_inherited(nuv_loop *loop) {
  loop->next_inherited = inherited;
  inherited = loop;
}

int32_t nuv_loop_free(nuv_loop *loop) {
  int error = nuv__check(loop);
  if (error == NUV_EFORKED) keep_inherited(loop);
  if (error < 0) return error;
  if (loop->polling) return NUV_ERUNNING;
  loop->closing = 1;
  loop->hosted = 0;
  nuv__resolver_free(loop);
  loop_close_uv(loop);
  close_signal(loop);
  free_streams(loop);
  loop_free_parts(loop);
  return 0;
}

int32_t nuv_loop_drop(nuv_loop **loop) {
  int error = *loop == NULL ? 0 : nuv_loop_free(*loop);
  if (error == 0 || error == NUV_EFORKED) *loop = NULL;
  return error;
}

int32_t nuv_loop_adopt(nuv_loop *loop) {
  if (nuv__is_inherited(loop->owner)) return NUV_EFORKED;
  if (loop->polling) return NUV_ERUNNING;
  loop->owner = nuv__thread_id();
  for (int32_t slot = 0; slot < loop->slots.used; slot++) {
    const nuv_stream *stream = loop->slots.streams[slot];
    if (stream != NULL) nuv__registry_move(stream, loop->owner);
  }
  return 0;
}

int64_t nuv_loop_poll(nuv_loop *loop, int32_t block) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  if (loop->polling) return NUV_ERUNNING;
  nuv__release_taken(loop);
  if (nuv__ring_count(&loop->ring) > 0) return nuv__ring_count(&loop->ring);
  if (nuv_loop_flush_deferred(loop) > 0)
    block = 0; /* asked for before the poll: dispatched first */
  uv_handle_t *wake = (uv_handle_t *)&loop->wake;
  loop->polling = 1;
  loop->drain_failed = 0;
  loop->in_turn = loop->hosted;
  loop->needs_poll = 0;
  nuv__timers_arm(loop);
  if (!block) uv_ref(wake); /* or a loop without references would not poll at all */
  if (loop->writing > 0) nuv__sigpipe_hold(&loop->sigpipe);
  uv_run(&loop->uv, block ? UV_RUN_ONCE : UV_RUN_NOWAIT);
  nuv__sigpipe_release(&loop->sigpipe);
  if (!block && !nuv__resolver_pending(loop)) uv_unref(wake);
  loop->polling = 0;
  return loop->drain_failed ? NUV_EINTERRUPTED : nuv__ring_count(&loop->ring);
}

int64_t nuv_loop_poll_with(nuv_loop *loop, int32_t block, nuv_drain drain, void *context) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  if (loop->polling) return NUV_ERUNNING;
  if (drain == NULL) return UV_EINVAL;
  nuv_drain usual = loop->drain;
  void *usual_context = loop->context;
  loop->drain = drain;
  loop->context = context;
  int64_t count = nuv_loop_poll(loop, block);
  loop->drain = usual;
  loop->context = usual_context;
  return count;
}

int64_t nuv_loop_poll_take(nuv_loop *loop, int32_t block, int64_t *out, int64_t capacity) {
  int64_t count = nuv_loop_poll(loop, block);
  return count > 0 ? nuv_loop_take(loop, out, capacity) : count;
}

int32_t nuv_loop_alive(nuv_loop *loop) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  return nuv__timers_alive(loop) || nuv__ring_count(&loop->ring) > 0 ||
         nuv__ring_count(&loop->deferred) > 0 || uv_loop_alive(&loop->uv);
}

int64_t nuv_loop_now(nuv_loop *loop) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  uv_update_time(&loop->uv);
  return (int64_t)uv_now(&loop->uv);
}

int32_t nuv_loop_wake(nuv_loop *loop) {
  return nuv__is_inherited(loop->owner) ? NUV_EFORKED : uv_async_send(&loop->wake);
}

static void on_signal(uv_poll_t *poll, int status, int events) {
  nuv_loop *loop = poll->data;
  (void)status;
  (void)events;
  nuv__wake_drain(loop->signal_pair[0]);
}

static int wake_pair(uv_os_sock_t pair[2]) {
  int error = nuv__stdio_hold();
  if (error < 0) return error;
  error = uv_socketpair(SOCK_STREAM, 0, pair, UV_NONBLOCK_PIPE, UV_NONBLOCK_PIPE);
  nuv__stdio_release();
  return error;
}

static int signal_init(nuv_loop *loop) {
  int error = wake_pair(loop->signal_pair);
  if (error < 0) return error;
  loop->has_signal = 1;
  error = uv_poll_init_socket(&loop->uv, &loop->signal, loop->signal_pair[0]);
  if (error < 0) {
    close_signal(loop);
    return error;
  }
  loop->signal.data = loop;
  uv_unref((uv_handle_t *)&loop->signal);
  return 0;
}

int64_t nuv_loop_signal_fd(nuv_loop *loop) {
  int error = nuv__check(loop);
  if (error == 0 && !loop->has_signal) error = signal_init(loop);
  if (error == 0 && !uv_is_active((uv_handle_t *)&loop->signal)) {
    error = uv_poll_start(&loop->signal, UV_READABLE, on_signal);
  }
  return error < 0 ? error : (int64_t)loop->signal_pair[1];
}

const char *nuv_error_name(int32_t error) {
  return uv_err_name(error);
}

const char *nuv_error_text(int32_t error) {
  return uv_strerror(error);
}

static const nuv_lane_api lane_api = {
    .poll_with = nuv_loop_poll_with,
    .next = nuv_loop_next,
    .arena = nuv_loop_arena,
    .try_write = nuv_stream_try_write,
};

const nuv_lane_api *nuv_lane_api_get(void) {
  return &lane_api;
}
