/* The edges of the core: odd numbers, odd orders, and resources that run out. */
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "world.h"

static const char TEXT[] = "the quick brown fox jumps over the lazy dog";

/* ---- Numbers ------------------------------------------------------------- */

static void a_port_outside_its_range_is_refused(void) {
  world *w = world_new(32);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_TCP);
  CHECK_EQUAL(nuv_tcp_bind(stream, "127.0.0.1", 65536, 0), -EINVAL);
  CHECK_EQUAL(nuv_tcp_bind(stream, "::1", -1, 0), -EINVAL);
  CHECK_EQUAL(nuv_tcp_connect(stream, "127.0.0.1", 65536 + 80), -EINVAL);
  world_free(w);
}

static void a_descriptor_that_does_not_fit_is_refused(void) {
  int32_t port;
  int fd = peer_listen(&port);
  int64_t wide = (INT64_C(1) << 32) | fd; /* cut to an int it would be the listener */
  world *w = world_new(32);
  nuv_stream_id tcp = nuv_stream_new(w->loop, NUV_TCP), pipe = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK_EQUAL(nuv_fd_kind(fd), NUV_TCP);
  CHECK_EQUAL(nuv_fd_kind(wide), -EBADF);
  CHECK_EQUAL(nuv_tcp_open(tcp, wide), -EBADF);
  CHECK_EQUAL(nuv_pipe_open(pipe, wide), -EBADF);
  CHECK_EQUAL(nuv_tcp_open(tcp, -1), -EBADF);
  world_free(w);
  close(fd);
}

static void the_longest_timer_does_not_overflow(void) {
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  nuv_timer *longest = nuv_timer_new(w->loop), *soon = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_start(longest, INT64_MAX), 0);
  CHECK_EQUAL(nuv_stream_set_timeout(stream, INT64_MAX), 0);
  CHECK_EQUAL(nuv_timer_start(soon, 0), 0);
  int64_t slot;
  alarm(20);
  while ((slot = nuv_timer_next(w->loop, NUV_TIMERS_BEGIN)) == NUV_ENOTDUE) {
    CHECK(nuv_loop_poll(w->loop, 1) >= 0);
    world_dispatch(w);
  }
  CHECK_EQUAL(slot, nuv_timer_slot(soon));
  CHECK_EQUAL(nuv_timer_next(w->loop, NUV_TIMERS_GO_ON), NUV_ENOTDUE);
  CHECK_EQUAL(nuv_timer_free(longest), 0);
  CHECK_EQUAL(nuv_timer_free(soon), 0);
  world_free(w);
  close(peer);
}

static void a_path_of_negative_length_is_refused(void) {
  world *w = world_new(32);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK(nuv_pipe_bind(stream, "core.sock", -1) < 0);
  CHECK(nuv_pipe_connect(stream, "core.sock", -1) < 0);
  CHECK_EQUAL(nuv_pipe_bind(stream, "core.sock", 0), -EINVAL);
  world_free(w);
}

static int32_t no_drain(void *context) {
  (void)context;
  return 0;
}

static void the_largest_batch_is_bounded_by_the_core(void) {
  nuv_loop *loop;
  CHECK_EQUAL(nuv_loop_new(&loop, no_drain, NULL, INT32_MAX, INT64_MAX), 0);
  CHECK(loop != NULL);
  CHECK_EQUAL(nuv_loop_poll(loop, 0), 0);
  CHECK_EQUAL(nuv_loop_free(loop), 0);
}

static void the_largest_backlog_listens(void) {
  world *w = world_new(32);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_TCP);
  CHECK_EQUAL(nuv_tcp_bind(stream, "127.0.0.1", 0, 0), 0);
  CHECK_EQUAL(nuv_stream_listen(stream, INT32_MAX, 0, 0), 0);
  world_free(w);
}

/* ---- Odd orders ------------------------------------------------------------ */

static void a_stream_is_not_freed_before_it_is_closed(void) {
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  CHECK_EQUAL(nuv_stream_free(stream), -EBUSY);
  CHECK(nuv_stream_close(stream) > 0);
  CHECK_EQUAL(nuv_stream_free(stream), -EBUSY);
  world_wait(w, NUV_EV_CLOSED, 2); /* the listener's, too */
  CHECK_EQUAL(nuv_stream_free(stream), 0);
  world_free(w);
  close(peer);
}

static void an_answered_lookup_goes_with_its_loop(void) {
  world *w = world_new(32);
  nuv_lookup *lookup;
  CHECK_EQUAL(nuv_lookup_new(&lookup, w->loop, "127.0.0.1", 4, 0), 0);
  world_wait(w, NUV_EV_LOOKUP, 1);
  world_free(w); /* the leak checker is the judge */
}

static void an_answer_is_not_read_before_it_is_told(void) {
  nuv_address address;
  world *w = world_new(32);
  nuv_lookup *lookup;
  CHECK_EQUAL(nuv_lookup_new(&lookup, w->loop, "127.0.0.1", 4, 0), 0);
  usleep(50000); /* the thread has it, the loop has not */
  CHECK_EQUAL(nuv_lookup_count(lookup), -EBUSY);
  CHECK_EQUAL(nuv_lookup_get(lookup, 0, &address), -EBUSY);
  world_wait(w, NUV_EV_LOOKUP, 1);
  CHECK(nuv_lookup_count(lookup) > 0);
  CHECK_EQUAL(nuv_lookup_free(lookup), 0);
  world_free(w);
}

static void a_second_bind_of_a_pipe_is_refused(void) {
  struct stat status;
  world *w = world_new(32);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK_EQUAL(nuv_pipe_bind(stream, "one.sock", 8), 0);
  CHECK_EQUAL(nuv_pipe_bind(stream, "two.sock", 8), -EINVAL);
  CHECK(stat("two.sock", &status) < 0);
  CHECK(nuv_stream_close(stream) > 0);
  CHECK(stat("one.sock", &status) < 0);
  world_free(w);
}

static void a_second_connect_of_a_pipe_is_refused(void) {
  world *w = world_new(32);
  nuv_stream_id listener = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK_EQUAL(nuv_pipe_bind(listener, "core.sock", 9), 0);
  CHECK_EQUAL(nuv_stream_listen(listener, 16, 0, 0), 0);
  nuv_stream_id client = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK_EQUAL(nuv_pipe_connect(client, "core.sock", 9), 0);
  CHECK_EQUAL(nuv_pipe_connect(client, "core.sock", 9), -EALREADY);
  world_wait(w, NUV_EV_CONNECT, 1);
  CHECK_EQUAL(world_last(w, NUV_EV_CONNECT)->a, 0);
  world_free(w);
}

static void a_second_connect_of_a_socket_is_refused(void) {
  int32_t port;
  int listener = peer_listen(&port);
  world *w = world_new(32);
  nuv_stream_id client = nuv_stream_new(w->loop, NUV_TCP);
  CHECK_EQUAL(nuv_tcp_connect(client, "127.0.0.1", port), 0);
  CHECK_EQUAL(nuv_tcp_connect(client, "127.0.0.1", port), -EALREADY);
  world_wait(w, NUV_EV_CONNECT, 1);
  CHECK_EQUAL(world_last(w, NUV_EV_CONNECT)->a, 0);
  world_free(w);
  close(listener);
}

static int32_t drains_while_freeing;

static int32_t count_drain(void *context) {
  (void)context;
  drains_while_freeing++;
  return 0;
}

static void freeing_a_loop_calls_no_drain(void) {
  enum { STREAMS = 8 };
  int32_t port;
  int listener = peer_listen(&port);
  nuv_stream_id streams[STREAMS];
  nuv_loop *loop;
  CHECK_EQUAL(nuv_loop_new(&loop, count_drain, NULL, 4, 1 << 16), 0);
  for (int i = 0; i < STREAMS; i++) streams[i] = nuv_stream_new(loop, NUV_TCP);
  for (int i = 0; i < STREAMS; i++) CHECK(nuv_stream_close(streams[i]) > 0);
  CHECK_EQUAL(nuv_loop_poll(loop, 0), STREAMS); /* closes do not drain: more than a batch */
  nuv_stream_id connecting = nuv_stream_new(loop, NUV_TCP);
  CHECK_EQUAL(nuv_tcp_connect(connecting, "127.0.0.1", port), 0);
  drains_while_freeing = 0;
  CHECK_EQUAL(nuv_loop_free(loop), 0);
  CHECK_EQUAL(drains_while_freeing, 0);
  close(listener);
}

/* A connect that stays under way: to a listener whose queue is full. */
static nuv_stream_id connect_slowly(world *w, int *listener, int *fillers, int count) {
  struct sockaddr_in address = {0};
  socklen_t length = sizeof(address);
  *listener = socket(AF_INET, SOCK_STREAM, 0);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK_EQUAL(bind(*listener, (struct sockaddr *)&address, sizeof(address)), 0);
  CHECK_EQUAL(listen(*listener, 0), 0);
  CHECK_EQUAL(getsockname(*listener, (struct sockaddr *)&address, &length), 0);
  for (int i = 0; i < count; i++) {
    fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    (void)connect(fillers[i], (struct sockaddr *)&address, sizeof(address));
  }
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_TCP);
  CHECK_EQUAL(nuv_tcp_connect(stream, "127.0.0.1", ntohs(address.sin_port)), 0);
  return stream;
}

static void a_shutdown_before_the_connect_is_refused_and_leaves_it_alone(void) {
  enum { FILLERS = 4 };
  int listener, fillers[FILLERS];
  world *w = world_new(32);
  nuv_stream_id stream = connect_slowly(w, &listener, fillers, FILLERS);
  CHECK_EQUAL(nuv_stream_shutdown(stream), -ENOTCONN);
  world_settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_SHUTDOWN), 0);
  CHECK_EQUAL(world_seen(w, NUV_EV_CONNECT), 0);
  world_free(w);
  for (int i = 0; i < FILLERS; i++) close(fillers[i]);
  close(listener);
}

static void a_keep_alive_the_system_refuses_does_not_fail_the_connect(void) {
  int32_t port;
  int listener = peer_listen(&port);
  world *w = world_new(32);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_TCP);
  CHECK_EQUAL(nuv_tcp_set_keep_alive(stream, 1, 40000), 0); /* Linux takes 32767 s */
  CHECK_EQUAL(nuv_tcp_connect(stream, "127.0.0.1", port), 0);
  world_wait(w, NUV_EV_CONNECT, 1);
  CHECK_EQUAL(world_last(w, NUV_EV_CONNECT)->a, 0);
  world_free(w);
  close(listener);
}

/* ---- A listener closes things in the middle of a batch ------------------------ */

static nuv_stream_id to_close;

static void close_it(world *w, const nuv_event *event) {
  (void)w;
  if (event->kind != NUV_EV_CONNECTION || to_close == 0) return;
  nuv_stream_id stream = to_close;
  to_close = 0;
  CHECK(nuv_stream_close(stream) > 0);
}

static void a_listener_closed_while_it_accepts_accepts_no_more(void) {
  enum { PEERS = 6 };
  int32_t port;
  int peers[PEERS];
  world *w = world_new(1); /* drains inside libuv's callback */
  to_close = listen_tcp(w, 0, &port);
  for (int i = 0; i < PEERS; i++) peers[i] = peer_connect(port);
  w->on_event = close_it;
  world_wait(w, NUV_EV_CLOSED, 1);
  world_settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_CONNECTION), 1);
  for (int i = 0; i < PEERS; i++) close(peers[i]);
  world_free(w);
}

static void a_listener_closed_while_it_makes_room_accepts_no_more(void) {
  int32_t port;
  world *w = world_new(32);
  nuv_stream_id listener = listen_tcp(w, 0, &port);
  CHECK_EQUAL(nuv_stream_set_max_connections(listener, 1), 0);
  int first = peer_connect(port), second = peer_connect(port);
  to_close = listener;
  w->on_event = close_it; /* drained for the second, to know whether to drop it */
  world_wait(w, NUV_EV_CLOSED, 1);
  CHECK_EQUAL(world_seen(w, NUV_EV_CONNECTION), 1);
  CHECK_EQUAL(world_seen(w, NUV_EV_DROP), 0);
  world_free(w);
  close(first);
  close(second);
}

static int64_t read_when_closed;

static void close_reader(world *w, const nuv_event *event) {
  (void)w;
  if (event->kind != NUV_EV_DATA || to_close == 0) return;
  nuv_stream_id stream = to_close;
  to_close = 0;
  CHECK(nuv_stream_close(stream) > 0);
  read_when_closed = nuv_stream_get_bytes_read(stream);
}

static void a_stream_closed_while_it_reads_reads_no_more(void) {
  int peer;
  static char bytes[400000];
  world *w = world_new(1);
  nuv_stream_id stream = accept_peer(w, &peer);
  world_settle(w);
  int64_t closed = world_seen(w, NUV_EV_CLOSED);
  CHECK(write(peer, bytes, sizeof(bytes)) > 2 * 65536);
  to_close = stream;
  w->on_event = close_reader;
  world_wait(w, NUV_EV_CLOSED, closed + 1);
  CHECK_EQUAL(nuv_stream_get_bytes_read(stream), read_when_closed);
  CHECK_EQUAL(nuv_stream_free(stream), 0);
  world_free(w);
  close(peer);
}

/* ---- Resources ------------------------------------------------------------------ */

static int open_descriptors(void) {
  int count = 0;
  DIR *directory = opendir("/proc/self/fd");
  if (directory == NULL) return -1;
  while (readdir(directory) != NULL) count++;
  closedir(directory);
  return count;
}

static void a_loop_leaves_no_descriptor_behind(void) {
  int peer;
  world_free(world_new(32)); /* libuv keeps some for the process */
  int before = open_descriptors();
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  nuv_stream_id bound = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK_EQUAL(nuv_pipe_bind(bound, "core.sock", 9), 0);
  CHECK(nuv_loop_signal_fd(w->loop) >= 0);
  CHECK_EQUAL(nuv_pipe_connect(nuv_stream_new(w->loop, NUV_PIPE), "\0nobody", 7), 0);
  CHECK(stream > 0);
  world_free(w);
  close(peer);
  CHECK_EQUAL(open_descriptors(), before);
}

static void limit_descriptors(int count) {
  struct rlimit limit;
  CHECK_EQUAL(getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = (rlim_t)count;
  CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void a_loop_is_refused_without_descriptors(void) {
  struct rlimit limit;
  world_free(world_new(32));
  CHECK_EQUAL(getrlimit(RLIMIT_NOFILE, &limit), 0);
  int next = dup(0);
  close(next);
  limit_descriptors(next);
  nuv_loop *loop;
  CHECK_EQUAL(nuv_loop_new(&loop, no_drain, NULL, 32, 1 << 16), -EMFILE);
  CHECK(loop == NULL);
  CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &limit), 0);
  world_free(world_new(32));
}

static void a_listener_survives_running_out_of_descriptors(void) {
  int32_t port;
  struct rlimit limit;
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port);
  world_settle(w);
  CHECK_EQUAL(getrlimit(RLIMIT_NOFILE, &limit), 0);
  int peer = peer_connect(port), next = dup(0);
  close(next);
  limit_descriptors(next);
  for (int i = 0; i < 3; i++) world_settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_CONNECTION), 0);
  CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &limit), 0);
  int second = peer_connect(port);
  world_wait(w, NUV_EV_CONNECTION, 1);
  CHECK_EQUAL(write(second, TEXT, 5), 5);
  world_wait(w, NUV_EV_DATA, 1);
  world_free(w);
  close(peer);
  close(second);
}

#define TEST(name) {#name, name}

static const test tests[] = {
    TEST(a_port_outside_its_range_is_refused),
    TEST(a_descriptor_that_does_not_fit_is_refused),
    TEST(the_longest_timer_does_not_overflow),
    TEST(a_path_of_negative_length_is_refused),
    TEST(the_largest_batch_is_bounded_by_the_core),
    TEST(the_largest_backlog_listens),
    TEST(a_stream_is_not_freed_before_it_is_closed),
    TEST(an_answered_lookup_goes_with_its_loop),
    TEST(an_answer_is_not_read_before_it_is_told),
    TEST(a_second_bind_of_a_pipe_is_refused),
    TEST(a_second_connect_of_a_pipe_is_refused),
    TEST(a_second_connect_of_a_socket_is_refused),
    TEST(freeing_a_loop_calls_no_drain),
    TEST(a_shutdown_before_the_connect_is_refused_and_leaves_it_alone),
    TEST(a_keep_alive_the_system_refuses_does_not_fail_the_connect),
    TEST(a_listener_closed_while_it_accepts_accepts_no_more),
    TEST(a_listener_closed_while_it_makes_room_accepts_no_more),
    TEST(a_stream_closed_while_it_reads_reads_no_more),
    TEST(a_loop_leaves_no_descriptor_behind),
    TEST(a_loop_is_refused_without_descriptors),
    TEST(a_listener_survives_running_out_of_descriptors),
};

int main(int argc, char **argv) {
  return run_tests(tests, (int)(sizeof(tests) / sizeof(tests[0])), argc, argv);
}
