/* A loop driven by another event loop, which waits in its place. libuv hands the
 * kernel what it waits for only when it polls, so whatever is asked of it between two turns, or
 * late in one, needs another turn: else the event never comes. */
#include "nuv_internal.h"

int32_t nuv_loop_host(nuv_loop *loop) {
  int error = nuv__check(loop);
  if (error == 0) loop->hosted = 1;
  return error;
}

int64_t nuv_loop_backend_fd(nuv_loop *loop) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  int fd = uv_backend_fd(&loop->uv);
  return fd < 0 ? UV_ENOSYS : fd;
}

static int has_records(nuv_loop *loop) {
  return nuv__ring_count(&loop->ring) > 0 || nuv__ring_count(&loop->deferred) > 0;
}

/* A loop without references has no backend timeout, but the host waits all the same. */
static int backend_timeout(nuv_loop *loop) {
  uv_handle_t *wake = (uv_handle_t *)&loop->wake;
  int referenced = uv_has_ref(wake);
  uv_ref(wake);
  int timeout = uv_backend_timeout(&loop->uv);
  if (!referenced) uv_unref(wake);
  return timeout;
}

int64_t nuv_loop_end_turn(nuv_loop *loop) {
  int error = nuv__check(loop);
  if (error < 0) return error;
  int again = loop->needs_poll || has_records(loop);
  loop->in_turn = 0;
  loop->needs_poll = 0;
  nuv__timers_arm(loop);
  if (again) return 0;
  int timeout = backend_timeout(loop);
  return timeout < 0 ? NUV_NO_TIMEOUT : timeout;
}

int32_t nuv_loop_wait(nuv_loop *loop) {
  return nuv__wait(&loop->uv);
}
