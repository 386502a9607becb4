/* Listeners whose accept() fails, and those that close with connections in hand. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

#include "check.h"
#include "world.h"

/* ---- Calls of the core that stand before the system's --------------------------- */

static int accept_error;  /* what accept() fails with, 0: it does not */
static int accept_calls;  /* since it fails */
static int nonblock_error; /* what making a descriptor non-blocking fails with, once */
static int listen_error;
static int thief = -1; /* takes each descriptor there is before accept() does, if >= 0 */
static int stolen[64];

#define REAL(name)                                              \
  static __typeof__(name) *real;                                \
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, #name);  \
  CHECK(real != NULL)

int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags) {
  REAL(accept4);
  if (thief >= 0) {
    while (thief < 64 && (stolen[thief] = open("/", O_RDONLY)) >= 0) thief++;
  }
  if (accept_error == 0) return real(fd, address, length, flags);
  accept_calls++;
  errno = accept_error;
  return -1;
}

int ioctl(int fd, unsigned long request, ...) {
  static int (*real)(int, unsigned long, void *);
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "ioctl");
  if (request != FIONBIO || nonblock_error == 0) return real(fd, request, argument);
  errno = nonblock_error;
  nonblock_error = 0;
  return -1;
}

int listen(int fd, int backlog) {
  REAL(listen);
  if (listen_error == 0) return real(fd, backlog);
  errno = listen_error;
  return -1;
}

/* ---- What goes wrong ---------------------------------------------------------------- */

/* Polls for so long, and returns how often there was something, or the time was over. */
static int turns_in(world *w, int ms) {
  int turns = 0;
  nuv_timer *timer = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_start(timer, ms), 0);
  alarm(20);
  while (nuv_timer_next(w->loop, 1) == NUV_ENOTDUE) {
    CHECK(nuv_loop_poll(w->loop, 1) >= 0);
    world_dispatch(w);
    turns++;
  }
  CHECK_EQUAL(nuv_timer_free(timer), 0);
  return turns;
}

static void check_a_lasting_error(int error) {
  int32_t port;
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port);
  accept_error = error;
  accept_calls = 0;
  int peer = peer_connect(port);
  CHECK(turns_in(w, 300) < 40);
  CHECK(accept_calls > 1 && accept_calls < 40);
  CHECK_EQUAL(world_seen(w, NUV_EV_ACCEPT_ERROR), 1);
  CHECK_EQUAL(world_last(w, NUV_EV_ACCEPT_ERROR)->a, -error);
  CHECK_EQUAL(world_seen(w, NUV_EV_CONNECTION), 0);
  accept_error = 0;
  CHECK(turns_in(w, 300) < 40);
  CHECK_EQUAL(world_seen(w, NUV_EV_CONNECTION), 1);
  world_free(w);
  close(peer);
}

static void a_lasting_error_of_accept_costs_no_time_and_no_connection(void) {
  static const int errors[] = {EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM, EINVAL, ENETDOWN, EPROTO};
  for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) check_a_lasting_error(errors[i]);
}

static void a_lasting_error_is_recorded_once_a_second(void) {
  int32_t port;
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port);
  accept_error = ENOBUFS;
  int peer = peer_connect(port);
  (void)turns_in(w, 1500);
  CHECK_EQUAL(world_seen(w, NUV_EV_ACCEPT_ERROR), 2);
  world_free(w);
  close(peer);
}

static void check_a_client_that_is_gone(int error) {
  int32_t port;
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port);
  accept_error = error;
  accept_calls = 0;
  int peer = peer_connect(port);
  CHECK(turns_in(w, 200) < 40);
  CHECK(accept_calls > 1 && accept_calls < 40 * 64);
  accept_error = 0;
  world_wait(w, NUV_EV_CONNECTION, 1);
  CHECK_EQUAL(world_seen(w, NUV_EV_ACCEPT_ERROR), 0);
  world_free(w);
  close(peer);
}

static void a_client_that_is_gone_is_no_error_of_the_listener(void) {
  check_a_client_that_is_gone(ECONNABORTED);
  check_a_client_that_is_gone(EINTR);
}

static void a_connection_that_cannot_be_taken_is_closed_and_recorded(void) {
  char byte;
  int32_t port;
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port);
  for (int i = 1; i <= 3; i++) { /* each of them, however soon after the last one */
    nonblock_error = ENOMEM;
    int peer = peer_connect(port);
    world_wait(w, NUV_EV_ACCEPT_ERROR, i);
    CHECK_EQUAL(world_last(w, NUV_EV_ACCEPT_ERROR)->a, -ENOMEM);
    CHECK_EQUAL(read(peer, &byte, 1), 0);
    close(peer);
  }
  int peer = peer_connect(port);
  world_wait(w, NUV_EV_CONNECTION, 1);
  world_free(w);
  close(peer);
}

static void a_thief_of_the_last_descriptor_does_not_end_the_listening(void) {
  int32_t port;
  struct rlimit limit, few;
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port);
  CHECK_EQUAL(getrlimit(RLIMIT_NOFILE, &limit), 0);
  int peers[2] = {peer_connect(port), peer_connect(port)}, next = dup(0);
  close(next);
  few = limit;
  few.rlim_cur = (rlim_t)next;
  CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &few), 0);
  thief = 0;
  CHECK(turns_in(w, 200) < 40);
  CHECK(thief > 0); /* the reserve was taken */
  CHECK_EQUAL(world_seen(w, NUV_EV_ACCEPT_ERROR), 1);
  CHECK_EQUAL(world_last(w, NUV_EV_ACCEPT_ERROR)->a, -EMFILE);
  for (int i = 0; i < thief; i++) close(stolen[i]);
  thief = -1;
  CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &limit), 0);
  world_wait(w, NUV_EV_CONNECTION, 2);
  world_free(w);
  for (int i = 0; i < 2; i++) close(peers[i]);
}

static void a_listen_that_fails_leaves_no_file(void) {
  struct stat status;
  world *w = world_new(32);
  nuv_stream_id pipe = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK_EQUAL(nuv_pipe_bind(pipe, "core.sock", 9), 0);
  CHECK_EQUAL(stat("core.sock", &status), 0);
  listen_error = EADDRINUSE;
  CHECK_EQUAL(nuv_stream_listen(pipe, 16, 0, 0), -EADDRINUSE);
  listen_error = 0;
  CHECK(nuv_stream_close(pipe) > 0);
  CHECK(stat("core.sock", &status) < 0);
  world_free(w);
}

static void a_bind_that_fails_leaves_no_file_and_may_be_tried_again(void) {
  struct stat status;
  world *w = world_new(32);
  nuv_stream_id pipe = nuv_stream_new(w->loop, NUV_PIPE);
  nonblock_error = ENOMEM;
  CHECK_EQUAL(nuv_pipe_bind(pipe, "core.sock", 9), -ENOMEM);
  CHECK(stat("core.sock", &status) < 0);
  CHECK_EQUAL(nuv_pipe_bind(pipe, "core.sock", 9), 0);
  CHECK_EQUAL(nuv_stream_listen(pipe, 16, 0, 0), 0);
  world_free(w);
}

/* ---- Whether it keeps the loop alive ------------------------------------------------- */

static void a_listener_keeps_its_loop_alive_whatever_it_does(void) {
  int32_t port;
  world *w = world_new(32);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  nuv_stream_id listener = listen_tcp(w, 0, &port);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 1);
  CHECK_EQUAL(nuv_stream_set_accepting(listener, 0), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 1);
  CHECK_EQUAL(nuv_stream_set_ref(listener, 0), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  CHECK_EQUAL(nuv_stream_set_accepting(listener, 1), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  CHECK_EQUAL(nuv_stream_set_ref(listener, 1), 0);
  accept_error = ENOBUFS;
  int peer = peer_connect(port);
  world_wait(w, NUV_EV_ACCEPT_ERROR, 1);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 1);
  CHECK_EQUAL(nuv_stream_set_ref(listener, 0), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  accept_error = 0;
  world_free(w);
  close(peer);
}

static void an_unreferenced_handle_listens_unreferenced(void) {
  world *w = world_new(32);
  nuv_stream_id listener = nuv_stream_new(w->loop, NUV_TCP);
  CHECK_EQUAL(nuv_stream_set_ref(listener, 0), 0);
  CHECK_EQUAL(nuv_tcp_bind(listener, "127.0.0.1", 0, 0), 0);
  CHECK_EQUAL(nuv_stream_listen(listener, 16, 0, 0), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  world_free(w);
}

static void a_paused_listener_leaves_who_waits_in_the_kernel(void) {
  int32_t port;
  world *w = world_new(32);
  nuv_stream_id listener = listen_tcp(w, 0, &port);
  CHECK_EQUAL(nuv_stream_set_accepting(listener, 0), 0);
  int peers[2] = {peer_connect(port), peer_connect(port)};
  (void)turns_in(w, 50);
  CHECK_EQUAL(world_seen(w, NUV_EV_CONNECTION), 0);
  CHECK_EQUAL(nuv_stream_set_accepting(listener, 1), 0);
  world_wait(w, NUV_EV_CONNECTION, 2);
  world_free(w);
  for (int i = 0; i < 2; i++) close(peers[i]);
}

/* ---- Closing with connections in hand ---------------------------------------------------- */

enum { PEERS = 6 };

static int left_in_queue(int fd) {
  int count = 0, accepted;
  CHECK_EQUAL(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
  while ((accepted = accept(fd, NULL, NULL)) >= 0) {
    close(accepted);
    count++;
  }
  return count;
}

static nuv_stream_id finishing;
static int64_t finished_with;

static void finish_it(world *w, const nuv_event *event) {
  (void)w;
  if (event->kind == NUV_EV_CONNECTION) CHECK(nuv_stream_claim(event->a) > 0);
  if (event->kind == NUV_EV_FINISHED) CHECK(nuv_stream_close(finishing) > 0);
  if (event->kind != NUV_EV_CONNECTION || finished_with >= 0) return;
  finished_with = nuv_stream_finish(finishing, 0);
}

static void check_those_in_hand_are_told(int32_t max_events) {
  int32_t port;
  int peers[PEERS], kept = peer_listen(&port);
  world *w = world_new(max_events);
  finishing = nuv_stream_new(w->loop, NUV_TCP);
  CHECK_EQUAL(nuv_tcp_open(finishing, dup(kept)), 0);
  CHECK_EQUAL(nuv_stream_is_shared(finishing), 0); /* it does not listen */
  CHECK_EQUAL(nuv_stream_listen(finishing, 16, 0, 0), 0);
  CHECK_EQUAL(nuv_stream_is_shared(finishing), 1);
  for (int i = 0; i < PEERS; i++) peers[i] = peer_connect(port);
  finished_with = -1;
  w->on_event = finish_it;
  if (max_events == 1) { /* drained one by one: nobody else is in hand */
    world_wait(w, NUV_EV_CONNECTION, 1);
    CHECK_EQUAL(finished_with, 0);
    CHECK(nuv_stream_close(finishing) > 0);
  }
  world_wait(w, NUV_EV_CLOSED, 1);
  int64_t seen = world_seen(w, NUV_EV_CONNECTION);
  CHECK_EQUAL(seen + left_in_queue(kept), PEERS);
  CHECK_EQUAL(seen, finished_with + 1);
  CHECK_EQUAL(world_seen(w, NUV_EV_FINISHED), finished_with > 0);
  world_free(w);
  for (int i = 0; i < PEERS; i++) close(peers[i]);
  close(kept);
}

static void a_finished_listener_tells_those_it_has_and_accepts_no_more(void) {
  check_those_in_hand_are_told(32);
  check_those_in_hand_are_told(3);
  check_those_in_hand_are_told(1);
}

static void those_who_wait_may_be_accepted_at_the_end(void) {
  int32_t port;
  int peers[PEERS];
  world *w = world_new(32);
  finishing = listen_tcp(w, 0, &port);
  CHECK_EQUAL(nuv_stream_is_shared(finishing), 0);
  for (int i = 0; i < PEERS; i++) peers[i] = peer_connect(port);
  CHECK_EQUAL(nuv_stream_finish(finishing, 1), PEERS);
  finished_with = PEERS;
  w->on_event = finish_it;
  world_wait(w, NUV_EV_CLOSED, 1);
  CHECK_EQUAL(world_seen(w, NUV_EV_CONNECTION), PEERS);
  world_free(w);
  for (int i = 0; i < PEERS; i++) close(peers[i]);
}

static void a_loop_is_freed_with_a_finished_listener(void) {
  int32_t port;
  world *w = world_new(32);
  nuv_stream_id listener = listen_tcp(w, 0, &port);
  int peer = peer_connect(port);
  CHECK_EQUAL(nuv_stream_finish(listener, 1), 1);
  world_free(w); /* the leak checker is the judge */
  close(peer);
}

static void what_is_unread_is_counted(void) {
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  world_settle(w);
  CHECK_EQUAL(nuv_stream_get_unread(stream), 0);
  CHECK_EQUAL(write(peer, "12345", 5), 5);
  while (nuv_stream_get_unread(stream) == 0) usleep(100);
  CHECK_EQUAL(nuv_stream_get_unread(stream), 5);
  CHECK_EQUAL(nuv_loop_poll(w->loop, 1), 1); /* read, not dispatched */
  CHECK_EQUAL(write(peer, "678", 3), 3);
  while (nuv_stream_get_unread(stream) == 5) usleep(100);
  CHECK_EQUAL(nuv_stream_get_unread(stream), 8);
  world_dispatch(w);
  CHECK_EQUAL(nuv_stream_get_unread(stream), 3);
  world_free(w);
  close(peer);
}

static void a_discarded_stream_is_closed_and_never_told(void) {
  char byte;
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  world_settle(w);
  int64_t closed = world_seen(w, NUV_EV_CLOSED);
  CHECK_EQUAL(nuv_stream_discard(stream), 0);
  world_settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_CLOSED), closed);
  CHECK_EQUAL(read(peer, &byte, 1), 0);
  CHECK_EQUAL(nuv_stream_discard(stream), -EBADF);
  world_free(w);
  close(peer);
}

#define TEST(name) {#name, name}

static const test tests[] = {
    TEST(a_lasting_error_of_accept_costs_no_time_and_no_connection),
    TEST(a_lasting_error_is_recorded_once_a_second),
    TEST(a_client_that_is_gone_is_no_error_of_the_listener),
    TEST(a_connection_that_cannot_be_taken_is_closed_and_recorded),
    TEST(a_thief_of_the_last_descriptor_does_not_end_the_listening),
    TEST(a_listen_that_fails_leaves_no_file),
    TEST(a_bind_that_fails_leaves_no_file_and_may_be_tried_again),
    TEST(a_listener_keeps_its_loop_alive_whatever_it_does),
    TEST(an_unreferenced_handle_listens_unreferenced),
    TEST(a_paused_listener_leaves_who_waits_in_the_kernel),
    TEST(a_finished_listener_tells_those_it_has_and_accepts_no_more),
    TEST(those_who_wait_may_be_accepted_at_the_end),
    TEST(a_loop_is_freed_with_a_finished_listener),
    TEST(what_is_unread_is_counted),
    TEST(a_discarded_stream_is_closed_and_never_told),
};

int main(int argc, char **argv) {
  return run_tests(tests, (int)(sizeof(tests) / sizeof(tests[0])), argc, argv);
}
