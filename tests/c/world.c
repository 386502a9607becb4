#include "world.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

static int poll_delay; /* ms */

void world_delay_polls(int ms) {
  poll_delay = ms;
}

int (*world_write_error)(const uv_buf_t buffers[], unsigned count);

/* What the core calls in the place of libuv's own: test_core_c.py gives it these names. */
int world_uv_run(uv_loop_t *loop, uv_run_mode mode) {
  if (poll_delay > 0) usleep((useconds_t)poll_delay * 1000);
  return uv_run(loop, mode);
}

int world_uv_write(uv_write_t *request, uv_stream_t *stream, const uv_buf_t buffers[],
                   unsigned count, uv_write_cb callback) {
  int error = world_write_error == NULL ? 0 : world_write_error(buffers, count);
  return error < 0 ? error : uv_write(request, stream, buffers, count, callback);
}

int world_uv_try_write(uv_stream_t *stream, const uv_buf_t buffers[], unsigned count) {
  int error = world_write_error == NULL ? 0 : world_write_error(buffers, count);
  return error < 0 ? error : uv_try_write(stream, buffers, count);
}

static void keep_bytes(world *w, const nuv_event *event) {
  int64_t size;
  char *arena = nuv_loop_arena(w->loop, &size);
  int64_t length = event->b - event->a;
  CHECK(event->a >= 0 && event->b <= size && length > 0 && length <= 65536);
  w->bytes = realloc(w->bytes, (size_t)(w->length + length));
  CHECK(w->bytes != NULL);
  memcpy(w->bytes + w->length, arena + event->a, (size_t)length);
  w->length += length;
}

void world_dispatch(world *w) {
  nuv_event *events;
  int64_t count = nuv_loop_batch(w->loop, &events);
  if (count > w->largest_batch) w->largest_batch = count;
  while (nuv_loop_batch(w->loop, &events) > 0) {
    nuv_event event = events[0];
    CHECK(w->count < KEPT);
    w->events[w->count++] = event;
    if (event.kind == NUV_EV_DATA) keep_bytes(w, &event);
    CHECK_EQUAL(nuv_loop_release(w->loop, 1), 0);
    if (w->on_event != NULL) w->on_event(w, &event);
  }
}

static int32_t drain(void *context) {
  world *w = context;
  if (w->failing < 0) return w->failing;
  world_dispatch(w);
  return 0;
}

world *world_new(int32_t max_events) {
  world *w = calloc(1, sizeof(*w));
  CHECK(w != NULL);
  CHECK_EQUAL(nuv_loop_new(&w->loop, drain, w, max_events, 1 << 16), 0);
  return w;
}

void world_free(world *w) {
  CHECK_EQUAL(nuv_loop_free(w->loop), 0);
  free(w->bytes);
  free(w);
}

int64_t world_seen(const world *w, int kind) {
  int64_t seen = 0;
  for (int64_t i = 0; i < w->count; i++) seen += w->events[i].kind == kind;
  return seen;
}

const nuv_event *world_last(const world *w, int kind) {
  for (int64_t i = w->count - 1; i >= 0; i--) {
    if (w->events[i].kind == kind) return &w->events[i];
  }
  return NULL;
}

void world_wait(world *w, int kind, int64_t count) {
  alarm(20); /* a test that hangs fails */
  while (world_seen(w, kind) < count) {
    CHECK(nuv_loop_poll(w->loop, 1) >= 0);
    world_dispatch(w);
    if (nuv_loop_flush_deferred(w->loop) > 0) world_dispatch(w);
  }
}

void world_settle(world *w) {
  for (int quiet = 0; quiet < 3; quiet++) {
    int64_t before = w->count;
    CHECK(nuv_loop_poll(w->loop, 0) >= 0);
    world_dispatch(w);
    if (nuv_loop_flush_deferred(w->loop) > 0) world_dispatch(w);
    if (w->count > before) quiet = 0;
  }
}

nuv_stream_id listen_tcp(world *w, int32_t flags, int32_t *port) {
  nuv_address address;
  nuv_stream_id listener = nuv_stream_new(w->loop, NUV_TCP);
  CHECK(listener > 0);
  CHECK_EQUAL(nuv_tcp_bind(listener, "127.0.0.1", 0, 0), 0);
  CHECK_EQUAL(nuv_stream_listen(listener, 511, flags, 0), 0);
  CHECK_EQUAL(nuv_tcp_get_sockname(listener, &address), 0);
  *port = address.port;
  return listener;
}

static struct sockaddr_in loopback(int32_t port) {
  struct sockaddr_in address = {0};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons((uint16_t)port);
  return address;
}

int peer_connect(int32_t port) {
  struct sockaddr_in address = loopback(port);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  CHECK(fd >= 0);
  CHECK_EQUAL(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
  return fd;
}

int peer_listen(int32_t *port) {
  struct sockaddr_in address = loopback(0);
  socklen_t length = sizeof(address);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  CHECK(fd >= 0);
  CHECK_EQUAL(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
  CHECK_EQUAL(listen(fd, 16), 0);
  CHECK_EQUAL(getsockname(fd, (struct sockaddr *)&address, &length), 0);
  *port = ntohs(address.sin_port);
  return fd;
}

int64_t peer_read_all(int fd, char **bytes) {
  static char part[1 << 20];
  int64_t total = 0, capacity = 0;
  *bytes = NULL;
  for (;;) {
    ssize_t length = read(fd, part, sizeof(part));
    if (length < 0) return -errno;
    if (length == 0) return total;
    if (total + length > capacity) capacity = 2 * (total + length);
    *bytes = realloc(*bytes, (size_t)capacity);
    CHECK(*bytes != NULL);
    memcpy(*bytes + total, part, (size_t)length);
    total += length;
  }
}

nuv_stream_id accept_peer(world *w, int *peer) {
  int32_t port;
  nuv_stream_id listener = listen_tcp(w, 0, &port);
  int64_t before = world_seen(w, NUV_EV_CONNECTION);
  *peer = peer_connect(port);
  world_wait(w, NUV_EV_CONNECTION, before + 1);
  nuv_stream_id stream = world_last(w, NUV_EV_CONNECTION)->a;
  CHECK_EQUAL(nuv_stream_claim(stream), NUV_TCP);
  CHECK(nuv_stream_close(listener) > 0);
  return stream;
}
