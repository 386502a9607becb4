/* A loop that another event loop drives: what its descriptor and its timeouts say. */
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "check.h"
#include "world.h"

static int32_t is_readable(world *w) {
  struct pollfd entry = {(int)nuv_loop_backend_fd(w->loop), POLLIN, 0};
  CHECK(entry.fd >= 0);
  return poll(&entry, 1, 0) == 1;
}

/* A turn as a host makes one; what nuv_loop_end_turn says. */
static int64_t turn(world *w) {
  CHECK(nuv_loop_poll(w->loop, 0) >= 0);
  world_dispatch(w);
  return nuv_loop_end_turn(w->loop);
}

/* A hosted loop that has nothing left to do. */
static world *hosted(void) {
  world *w = world_new(32);
  CHECK_EQUAL(nuv_loop_host(w->loop), 0);
  while (turn(w) == 0 || is_readable(w)) continue;
  return w;
}

/* Turns as long as the descriptor or a turn asks for one; the last timeout. */
static int64_t settle(world *w) {
  int64_t timeout;
  do {
    timeout = turn(w);
  } while (timeout == 0 || is_readable(w));
  return timeout;
}

static void an_idle_loop_asks_for_no_turn(void) {
  world *w = hosted();
  CHECK_EQUAL(turn(w), NUV_NO_TIMEOUT);
  CHECK_EQUAL(is_readable(w), 0);
  world_free(w);
}

static void what_is_asked_between_turns_makes_the_descriptor_readable(void) {
  int32_t port;
  world *w = hosted();
  (void)listen_tcp(w, 0, &port);
  CHECK_EQUAL(is_readable(w), 1);
  CHECK_EQUAL(settle(w), NUV_NO_TIMEOUT);
  CHECK_EQUAL(is_readable(w), 0);
  int peer = peer_connect(port); /* the kernel knows of the listener by now */
  CHECK_EQUAL(is_readable(w), 1);
  CHECK_EQUAL(settle(w), NUV_NO_TIMEOUT);
  CHECK_EQUAL(world_seen(w, NUV_EV_CONNECTION), 1);
  close(peer);
  world_free(w);
}

static void without_a_host_nothing_asked_makes_the_descriptor_readable(void) {
  int32_t port;
  world *w = world_new(32);
  world_settle(w);
  (void)listen_tcp(w, 0, &port);
  CHECK_EQUAL(is_readable(w), 0);
  world_free(w);
}

static void what_is_asked_late_in_a_turn_asks_for_another_at_once(void) {
  int32_t port;
  world *w = hosted();
  CHECK_EQUAL(nuv_loop_poll(w->loop, 0), 0);
  (void)listen_tcp(w, 0, &port);
  CHECK_EQUAL(nuv_loop_end_turn(w->loop), 0);
  CHECK_EQUAL(settle(w), NUV_NO_TIMEOUT);
  world_free(w);
}

static void records_that_were_not_dispatched_ask_for_another_turn(void) {
  int peer;
  world *w = hosted();
  (void)accept_peer(w, &peer);
  CHECK_EQUAL(settle(w), NUV_NO_TIMEOUT);
  CHECK_EQUAL(write(peer, "hello", 5), 5);
  CHECK_EQUAL(nuv_loop_poll(w->loop, 0), 1);
  CHECK_EQUAL(nuv_loop_end_turn(w->loop), 0);
  CHECK_EQUAL(settle(w), NUV_NO_TIMEOUT);
  CHECK_EQUAL(w->length, 5);
  close(peer);
  world_free(w);
}

static void the_first_timer_is_the_timeout(void) {
  world *w = hosted();
  nuv_timer *later = nuv_timer_new(w->loop), *timer = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_start(later, 90000), 0);
  CHECK_EQUAL(is_readable(w), 1);
  int64_t timeout = settle(w);
  CHECK(timeout > 60000 && timeout <= 90000);
  CHECK_EQUAL(nuv_timer_start(timer, 30000), 0);
  timeout = settle(w);
  CHECK(timeout > 0 && timeout <= 30000);
  CHECK_EQUAL(nuv_timer_stop(timer), 0);
  timeout = settle(w);
  CHECK(timeout > 30000 && timeout <= 90000);
  CHECK_EQUAL(nuv_timer_free(timer), 0);
  CHECK_EQUAL(nuv_timer_free(later), 0);
  CHECK_EQUAL(settle(w), NUV_NO_TIMEOUT);
  world_free(w);
}

static void a_timer_without_a_reference_is_a_timeout_too(void) {
  world *w = hosted();
  nuv_timer *timer = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_set_ref(timer, 0), 0);
  CHECK_EQUAL(nuv_timer_start(timer, 30000), 0);
  int64_t timeout = settle(w);
  CHECK(timeout > 0 && timeout <= 30000);
  CHECK_EQUAL(nuv_timer_free(timer), 0);
  world_free(w);
}

static atomic_int waited;

static void *wait_for_loop(void *loop) {
  CHECK_EQUAL(nuv_loop_wait(loop), 0);
  waited = 1;
  return NULL;
}

static void a_wait_ends_when_another_thread_wakes_the_loop(void) {
  pthread_t thread;
  world *w = hosted();
  alarm(20);
  CHECK_EQUAL(pthread_create(&thread, NULL, wait_for_loop, w->loop), 0);
  usleep(50000);
  CHECK_EQUAL(waited, 0);
  CHECK_EQUAL(nuv_loop_wake(w->loop), 0);
  CHECK_EQUAL(pthread_join(thread, NULL), 0);
  CHECK_EQUAL(is_readable(w), 1); /* a wait takes nothing away */
  CHECK_EQUAL(settle(w), NUV_NO_TIMEOUT);
  world_free(w);
}

static void a_wait_ends_when_there_is_an_event(void) {
  pthread_t thread;
  int32_t port;
  world *w = hosted();
  (void)listen_tcp(w, 0, &port);
  settle(w);
  alarm(20);
  CHECK_EQUAL(pthread_create(&thread, NULL, wait_for_loop, w->loop), 0);
  int peer = peer_connect(port);
  CHECK_EQUAL(pthread_join(thread, NULL), 0);
  settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_CONNECTION), 1);
  close(peer);
  world_free(w);
}

static void *host_from_elsewhere(void *loop) {
  CHECK_EQUAL(nuv_loop_host(loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_backend_fd(loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_end_turn(loop), NUV_EWRONGTHREAD);
  return NULL;
}

static void another_thread_does_not_host(void) {
  pthread_t thread;
  world *w = world_new(32);
  CHECK_EQUAL(pthread_create(&thread, NULL, host_from_elsewhere, w->loop), 0);
  CHECK_EQUAL(pthread_join(thread, NULL), 0);
  world_free(w);
}

#define TEST(name) {#name, name}

static const test tests[] = {
    TEST(an_idle_loop_asks_for_no_turn),
    TEST(what_is_asked_between_turns_makes_the_descriptor_readable),
    TEST(without_a_host_nothing_asked_makes_the_descriptor_readable),
    TEST(what_is_asked_late_in_a_turn_asks_for_another_at_once),
    TEST(records_that_were_not_dispatched_ask_for_another_turn),
    TEST(the_first_timer_is_the_timeout),
    TEST(a_timer_without_a_reference_is_a_timeout_too),
    TEST(a_wait_ends_when_another_thread_wakes_the_loop),
    TEST(a_wait_ends_when_there_is_an_event),
    TEST(another_thread_does_not_host),
};

int main(int argc, char **argv) {
  return run_tests(tests, (int)(sizeof(tests) / sizeof(tests[0])), argc, argv);
}
