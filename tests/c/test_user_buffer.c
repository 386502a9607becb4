/* Reading into the user's own memory. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "world.h"

static const char TEXT[] = "the quick brown fox jumps over the lazy dog";

/* A connection, as accept_peer, of which nothing is read yet. */
static nuv_stream_id accept_stopped(world *w, int *peer) {
  nuv_stream_id stream = accept_peer(w, peer);
  world_settle(w);
  CHECK_EQUAL(nuv_stream_read_stop(stream), 0);
  return stream;
}

static void start_into(nuv_stream_id stream, char *memory, int64_t length) {
  CHECK_EQUAL(nuv_stream_set_user_buffer(stream, memory, length), 0);
  CHECK_EQUAL(nuv_stream_read_start(stream), 0);
}

/* A connection that reads into `memory`, and whose peer has written nine bytes. */
static nuv_stream_id accept_nine(world *w, int *peer, char *memory, int64_t length) {
  nuv_stream_id stream = accept_stopped(w, peer);
  start_into(stream, memory, length);
  CHECK_EQUAL(write(*peer, TEXT, 9), 9);
  return stream;
}

/* Four bytes were read, and once only; the next four come when the memory is given again. */
static void check_four_and_four(world *w, nuv_stream_id stream, char *memory) {
  CHECK_EQUAL(world_seen(w, NUV_EV_READ), 1);
  CHECK(memcmp(memory, "the ", 4) == 0);
  CHECK_EQUAL(nuv_stream_set_user_buffer(stream, memory, 4), 0);
  world_wait(w, NUV_EV_READ, 2);
  CHECK(memcmp(memory, "quic", 4) == 0);
}

static void bytes_go_into_the_user_s_memory_alone(void) {
  int peer;
  char memory[64] = "";
  world *w = world_new(32);
  nuv_stream_id stream = accept_nine(w, &peer, memory, sizeof(memory));
  world_wait(w, NUV_EV_READ, 1);
  CHECK_EQUAL(world_last(w, NUV_EV_READ)->a, 9);
  CHECK(memcmp(memory, "the quick", 10) == 0);
  CHECK_EQUAL(world_seen(w, NUV_EV_DATA), 0);
  CHECK_EQUAL(nuv_stream_get_bytes_read(stream), 9);
  world_free(w);
  close(peer);
}

static void nothing_is_read_over_bytes_that_were_not_dispatched(void) {
  int peer;
  char memory[4];
  world *w = world_new(32);
  nuv_stream_id stream = accept_nine(w, &peer, memory, sizeof(memory));
  world_wait(w, NUV_EV_READ, 1);
  world_settle(w);
  check_four_and_four(w, stream, memory);
  world_free(w);
  close(peer);
}

static nuv_stream_id reader;
static char part[4096];
static char *all;
static int64_t total;

static void keep_part(world *w, const nuv_event *event) {
  (void)w;
  if (event->kind != NUV_EV_READ) return;
  memcpy(all + total, part, (size_t)event->a);
  total += event->a;
  memset(part, '?', sizeof(part));
  CHECK_EQUAL(nuv_stream_set_user_buffer(reader, part, sizeof(part)), 0);
}

static void a_little_memory_takes_a_great_many_bytes_in_order(void) {
  int peer;
  int64_t length = 3 << 20;
  char *bytes = malloc((size_t)length);
  world *w = world_new(1); /* each record is dispatched in the middle of libuv's reading */
  all = malloc((size_t)length);
  CHECK(bytes != NULL && all != NULL);
  for (int64_t i = 0; i < length; i++) bytes[i] = (char)(i * 31 + i / 251);
  reader = accept_stopped(w, &peer);
  pid_t child = fork();
  if (child == 0) {
    for (int64_t sent = 0; sent < length;)
      sent += write(peer, bytes + sent, (size_t)(length - sent));
    _exit(0);
  }
  close(peer);
  w->on_event = keep_part;
  start_into(reader, part, sizeof(part));
  while (world_seen(w, NUV_EV_END) == 0) {
    w->count = 0; /* more of them than are kept */
    CHECK(nuv_loop_poll(w->loop, 1) >= 0);
    world_dispatch(w);
  }
  CHECK_EQUAL(total, length);
  CHECK(memcmp(all, bytes, (size_t)length) == 0);
  CHECK_EQUAL(nuv_stream_get_bytes_read(reader), length);
  CHECK_EQUAL(waitpid(child, NULL, 0), child);
  free(bytes);
  free(all);
  world_free(w);
}

static void filled_memory_is_dispatched_at_once_and_read_into_again(void) {
  int peer;
  char bytes[3 * sizeof(part)];
  char kept[sizeof(bytes)];
  world *w = world_new(32);
  reader = accept_stopped(w, &peer);
  memset(bytes, 'x', sizeof(bytes));
  CHECK_EQUAL(write(peer, bytes, sizeof(bytes)), sizeof(bytes));
  all = kept;
  total = 0;
  w->on_event = keep_part;
  start_into(reader, part, sizeof(part));
  CHECK(nuv_loop_poll(w->loop, 1) >= 0);
  CHECK_EQUAL(total, sizeof(bytes)); /* in one poll */
  CHECK(memcmp(kept, bytes, sizeof(bytes)) == 0);
  world_free(w);
  close(peer);
}

static nuv_stream_id open_pipe(world *w, int *peer) {
  int pair[2];
  CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK(stream > 0);
  CHECK_EQUAL(nuv_pipe_open(stream, pair[0]), 0);
  *peer = pair[1];
  return stream;
}

static void an_end_is_not_told_before_the_bytes_are_dispatched(void) {
  int peer;
  char memory[64];
  world *w = world_new(32);
  nuv_stream_id stream = open_pipe(w, &peer);
  CHECK_EQUAL(write(peer, TEXT, 9), 9);
  close(peer); /* the system reports the hang-up with the bytes */
  start_into(stream, memory, sizeof(memory));
  world_wait(w, NUV_EV_READ, 1);
  world_settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_END), 0);
  CHECK_EQUAL(nuv_stream_set_user_buffer(stream, memory, sizeof(memory)), 0);
  world_wait(w, NUV_EV_END, 1);
  CHECK_EQUAL(world_seen(w, NUV_EV_READ), 1);
  world_free(w);
}

static void an_end_not_heard_because_reading_stopped_comes_again(void) {
  int peer;
  char memory[64];
  world *w = world_new(32);
  nuv_stream_id stream = open_pipe(w, &peer);
  close(peer);
  start_into(stream, memory, sizeof(memory));
  world_wait(w, NUV_EV_END, 1);
  CHECK_EQUAL(nuv_stream_read_stop(stream), 0);
  CHECK_EQUAL(nuv_stream_read_start(stream), 0);
  world_wait(w, NUV_EV_END, 2);
  world_free(w);
}

static void a_stopped_stream_leaves_the_memory_alone(void) {
  int peer;
  char memory[16] = "untouched";
  world *w = world_new(32);
  nuv_stream_id stream = accept_stopped(w, &peer);
  start_into(stream, memory, sizeof(memory));
  CHECK_EQUAL(nuv_stream_read_stop(stream), 0);
  CHECK_EQUAL(write(peer, TEXT, 9), 9);
  world_settle(w);
  CHECK(strcmp(memory, "untouched") == 0);
  CHECK_EQUAL(nuv_stream_read_start(stream), 0);
  world_wait(w, NUV_EV_READ, 1);
  CHECK(memcmp(memory, "the quick", 9) == 0);
  world_free(w);
  close(peer);
}

static void a_read_into_no_bytes_is_an_error(void) {
  int peer;
  char memory[1];
  world *w = world_new(32);
  nuv_stream_id stream = accept_stopped(w, &peer);
  CHECK_EQUAL(nuv_stream_set_user_buffer(stream, memory, -1), -EINVAL);
  CHECK_EQUAL(nuv_stream_set_user_buffer(stream, NULL, 1), -EINVAL);
  start_into(stream, NULL, 0);
  world_settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_READ_ERROR), 0);
  CHECK_EQUAL(write(peer, TEXT, 9), 9);
  world_wait(w, NUV_EV_READ_ERROR, 1);
  CHECK_EQUAL(world_last(w, NUV_EV_READ_ERROR)->a, -ENOBUFS);
  world_free(w);
  close(peer);
}

static void bytes_not_dispatched_do_not_count_and_reset_the_peer(void) {
  int peer;
  char memory[64];
  char *bytes;
  world *w = world_new(32);
  nuv_stream_id stream = accept_nine(w, &peer, memory, sizeof(memory));
  while (nuv_loop_poll(w->loop, 1) == 0) continue;
  CHECK_EQUAL(nuv_stream_get_bytes_read(stream), 0);
  CHECK(nuv_stream_close(stream) > 0);
  world_settle(w);
  CHECK_EQUAL(peer_read_all(peer, &bytes), -ECONNRESET);
  world_free(w);
  close(peer);
}

static void a_read_is_activity(void) {
  int peer;
  char memory[64];
  world *w = world_new(32);
  nuv_stream_id stream = accept_stopped(w, &peer);
  start_into(stream, memory, sizeof(memory));
  CHECK_EQUAL(nuv_stream_set_timeout(stream, 5), 0);
  alarm(20);
  while (nuv_timer_next(w->loop, 1) < 0) usleep(1000);
  usleep(10000);
  CHECK_EQUAL(nuv_timer_next(w->loop, 1), NUV_ENOTDUE); /* it came once */
  CHECK_EQUAL(write(peer, TEXT, 9), 9);
  world_wait(w, NUV_EV_READ, 1);
  while (nuv_timer_next(w->loop, 1) < 0) usleep(1000);
  world_free(w);
  close(peer);
}

static void a_read_started_between_turns_wakes_the_host(void) {
  int peer;
  char memory[64];
  world *w = world_new(32);
  nuv_stream_id stream = accept_stopped(w, &peer);
  CHECK_EQUAL(nuv_stream_set_user_buffer(stream, memory, sizeof(memory)), 0);
  CHECK_EQUAL(nuv_loop_host(w->loop), 0);
  CHECK_EQUAL(write(peer, TEXT, 9), 9);
  world_settle(w);
  CHECK(nuv_loop_end_turn(w->loop) >= NUV_NO_TIMEOUT);
  struct pollfd host = {(int)nuv_loop_backend_fd(w->loop), POLLIN, 0};
  CHECK_EQUAL(poll(&host, 1, 0), 0);
  CHECK_EQUAL(nuv_stream_read_start(stream), 0);
  CHECK_EQUAL(poll(&host, 1, 5000), 1);
  world_wait(w, NUV_EV_READ, 1);
  world_free(w);
  close(peer);
}

static void what_is_taken_tells_a_read_by_its_slot_and_length(void) {
  int peer;
  char memory[64];
  int64_t out[4];
  world *w = world_new(32);
  nuv_stream_id stream = accept_nine(w, &peer, memory, sizeof(memory));
  while (nuv_loop_poll(w->loop, 1) == 0) continue;
  CHECK_EQUAL(nuv_loop_take(w->loop, out, 1), 1);
  CHECK_EQUAL(out[1], -1 - nuv_stream_slot(stream));
  CHECK_EQUAL(out[2], 9);
  CHECK_EQUAL(out[3], NUV_EV_READ + 16 * nuv_stream_generation(stream));
  world_dispatch(w);
  world_free(w);
  close(peer);
}

static void a_failed_drain_keeps_what_was_read(void) {
  int peer;
  char memory[4];
  world *w = world_new(1);
  nuv_stream_id stream = accept_nine(w, &peer, memory, sizeof(memory));
  w->failing = -1;
  CHECK_EQUAL(nuv_loop_poll(w->loop, 1), NUV_EINTERRUPTED);
  w->failing = 0;
  world_dispatch(w);
  check_four_and_four(w, stream, memory);
  world_free(w);
  close(peer);
}

/* As keep_part, of a loop that dispatches each event while it polls. */
static void bytes_behind_an_urgent_mark_come_before_the_end(void) {
  int peer;
  char answer;
  world *w = world_new(1);
  reader = accept_stopped(w, &peer);
  CHECK_EQUAL(nuv_stream_shutdown(reader), 0);
  world_wait(w, NUV_EV_SHUTDOWN, 1);
  CHECK_EQUAL(read(peer, &answer, 1), 0);
  CHECK_EQUAL(write(peer, TEXT, 9), 9);
  CHECK_EQUAL(send(peer, "!", 1, MSG_OOB), 1);
  CHECK_EQUAL(write(peer, TEXT + 9, 9), 9);
  close(peer);
  all = malloc(64);
  total = 0;
  w->on_event = keep_part;
  start_into(reader, part, sizeof(part));
  world_wait(w, NUV_EV_END, 1);
  CHECK_EQUAL(total, 18);
  CHECK(memcmp(all, TEXT, 18) == 0);
  CHECK_EQUAL(world_seen(w, NUV_EV_READ_ERROR), 0);
  world_free(w);
  free(all);
}

#define TEST(name) {#name, name}

static const test tests[] = {
    TEST(bytes_go_into_the_user_s_memory_alone),
    TEST(nothing_is_read_over_bytes_that_were_not_dispatched),
    TEST(a_little_memory_takes_a_great_many_bytes_in_order),
    TEST(filled_memory_is_dispatched_at_once_and_read_into_again),
    TEST(an_end_is_not_told_before_the_bytes_are_dispatched),
    TEST(an_end_not_heard_because_reading_stopped_comes_again),
    TEST(a_stopped_stream_leaves_the_memory_alone),
    TEST(a_read_into_no_bytes_is_an_error),
    TEST(bytes_not_dispatched_do_not_count_and_reset_the_peer),
    TEST(a_read_is_activity),
    TEST(a_read_started_between_turns_wakes_the_host),
    TEST(what_is_taken_tells_a_read_by_its_slot_and_length),
    TEST(a_failed_drain_keeps_what_was_read),
    TEST(bytes_behind_an_urgent_mark_come_before_the_end),
};

int main(int argc, char **argv) {
  return run_tests(tests, (int)(sizeof(tests) / sizeof(tests[0])), argc, argv);
}
