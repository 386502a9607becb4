/* What each function answers to a caller that is wrong: a negative code, and nothing is done. */
#include <errno.h>
#include <pthread.h>
#include <unistd.h>

#include "check.h"
#include "world.h"

static char memory[64];
static nuv_address address;
static const char *const chunks[] = {"ab"};
static const int64_t lengths[] = {2};

/* Every function of a stream, called as it might be. */
#define ENTRY(name, ...) \
  static int64_t call_##name(nuv_stream_id id) { \
    return nuv_##name(id, ##__VA_ARGS__); \
  }

#define OPEN_ENTRIES(X) /* for who may use it, while it is open */ \
  X(stream_discard) \
  X(stream_read_start) \
  X(stream_read_stop) \
  X(stream_set_user_buffer, memory, 64) \
  X(stream_try_write, "ab", 2) \
  X(stream_write, chunks, lengths, 1, NUV_WRITE_COPY, 1) \
  X(stream_shutdown) \
  X(stream_close) \
  X(stream_get_unread) \
  X(stream_reset) \
  X(stream_set_ref, 1) \
  X(stream_set_timeout, 1000) \
  X(stream_listen, 8, 0, 0) \
  X(stream_set_max_connections, 1) \
  X(stream_is_shared) \
  X(stream_finish, 0) \
  X(stream_set_accepting, 1) \
  X(tcp_open, 0) \
  X(tcp_bind, "127.0.0.1", 0, 0) \
  X(tcp_connect, "127.0.0.1", 1) \
  X(tcp_set_no_delay, 1) \
  X(tcp_set_keep_alive, 1, 1) \
  X(pipe_open, 0) \
  X(pipe_bind, "entries.sock", 12) \
  X(pipe_connect, "entries.sock", 12) \
  X(pipe_chmod, NUV_PIPE_READABLE)

#define OTHER_ENTRIES(X) /* until it is freed */ \
  X(stream_claim) \
  X(stream_free) \
  X(stream_touch) \
  X(stream_slot) \
  X(stream_generation) \
  X(stream_queue_size) \
  X(stream_get_ref) \
  X(stream_get_fd) \
  X(stream_get_bytes_read) \
  X(stream_get_bytes_written) \
  X(tcp_get_sockname, &address) \
  X(tcp_get_peername, &address) \
  X(tcp_given_flags) \
  X(tcp_given_keep_alive) \
  X(pipe_get_sockname, memory, 64) \
  X(pipe_get_peername, memory, 64)

OPEN_ENTRIES(ENTRY)
OTHER_ENTRIES(ENTRY)

typedef struct entry {
  const char *name;
  int64_t (*call)(nuv_stream_id id);
} entry;

#define LISTED(name, ...) {#name, call_##name},
static const entry open_entries[] = {OPEN_ENTRIES(LISTED)};
static const entry other_entries[] = {OTHER_ENTRIES(LISTED)};

static void check_all(const entry *entries, size_t count, nuv_stream_id id, int64_t expected) {
  for (size_t i = 0; i < count; i++) {
    int64_t result = entries[i].call(id);
    if (result != expected) fprintf(stderr, "nuv_%s\n", entries[i].name);
    CHECK_EQUAL(result, expected);
  }
}

#define CHECK_ALL(entries, id, expected) \
  check_all(entries, sizeof(entries) / sizeof((entries)[0]), id, expected)

static void every_function_refuses_what_is_no_id_any_more(void) {
  world *w = world_new(32);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_TCP);
  CHECK(nuv_stream_close(stream) > 0);
  CHECK_ALL(open_entries, stream, -EBADF);
  CHECK_EQUAL(nuv_stream_free(stream), -EBUSY);
  world_wait(w, NUV_EV_CLOSED, 1);
  CHECK_ALL(open_entries, stream, -EBADF);
  CHECK_EQUAL(nuv_stream_free(stream), 0);
  CHECK_ALL(open_entries, stream, -EBADF);
  CHECK_ALL(other_entries, stream, -EBADF);
  CHECK_ALL(open_entries, 0, -EBADF);
  CHECK_ALL(other_entries, -1, -EBADF);
  world_free(w);
}

static void every_function_refuses_the_other_kind(void) {
  world *w = world_new(32);
  nuv_stream_id tcp = nuv_stream_new(w->loop, NUV_TCP), pipe = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK_EQUAL(call_pipe_open(tcp), -EINVAL);
  CHECK_EQUAL(call_pipe_bind(tcp), -EINVAL);
  CHECK_EQUAL(call_pipe_connect(tcp), -EINVAL);
  CHECK_EQUAL(call_pipe_chmod(tcp), -EINVAL);
  CHECK_EQUAL(call_pipe_get_sockname(tcp), -EINVAL);
  CHECK_EQUAL(call_tcp_open(pipe), -EINVAL);
  CHECK_EQUAL(call_tcp_bind(pipe), -EINVAL);
  CHECK_EQUAL(call_tcp_connect(pipe), -EINVAL);
  CHECK_EQUAL(call_tcp_set_no_delay(pipe), -EINVAL);
  CHECK_EQUAL(call_tcp_set_keep_alive(pipe), -EINVAL);
  CHECK_EQUAL(call_tcp_get_peername(pipe), -EINVAL);
  CHECK_EQUAL(call_stream_reset(pipe), -EINVAL);
  CHECK_EQUAL(nuv_stream_new(w->loop, 0), -EINVAL);
  CHECK_EQUAL(nuv_stream_new(w->loop, 3), -EINVAL);
  CHECK_EQUAL(nuv_stream_new(w->loop, 5), -EINVAL);
  CHECK_EQUAL(call_stream_claim(tcp), -EINVAL); /* nobody has accepted it */
  CHECK_EQUAL(call_stream_finish(tcp), -EINVAL);
  CHECK_EQUAL(call_stream_set_accepting(tcp), -EINVAL);
  world_free(w);
}

/* ---- Another thread ----------------------------------------------------------------- */

typedef struct trespass {
  nuv_loop *loop;
  nuv_stream_id stream;
  nuv_timer *timer;
  nuv_lookup *lookup;
} trespass;

static void loop_is_refused(nuv_loop *loop) {
  int64_t out[4], size;
  nuv_event *events;
  nuv_lookup *lookup;
  CHECK_EQUAL(nuv_loop_check(loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_free(loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_drop(&loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_poll(loop, 0), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_poll_take(loop, 0, out, 1), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_alive(loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_now(loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_signal_fd(loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_flush_deferred(loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_batch(loop, &events), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_take(loop, out, 1), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_untake(loop, 0), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_next(loop, out), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_release(loop, 0), NUV_EWRONGTHREAD);
  CHECK(nuv_loop_arena(loop, &size) == NULL);
  CHECK_EQUAL(nuv_loop_host(loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_backend_fd(loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_end_turn(loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_stream_new(loop, NUV_TCP), NUV_EWRONGTHREAD);
  CHECK(nuv_timer_new(loop) == NULL);
  CHECK_EQUAL(nuv_timer_next(loop, NUV_TIMERS_BEGIN), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_timer_choose(loop, NUV_TIMERS_BEGIN), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_lookup_new(&lookup, loop, "localhost", 0, 0), NUV_EWRONGTHREAD);
}

static void *trespassing(void *argument) {
  const trespass *it = argument;
  loop_is_refused(it->loop);
  CHECK_ALL(open_entries, it->stream, NUV_EWRONGTHREAD);
  CHECK_ALL(other_entries, it->stream, NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_timer_free(it->timer), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_timer_start(it->timer, 1), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_timer_again(it->timer), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_timer_set_repeat(it->timer), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_timer_repeat(it->timer), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_timer_stop(it->timer), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_timer_set_ref(it->timer, 0), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_lookup_free(it->lookup), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_lookup_count(it->lookup), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_lookup_get(it->lookup, 0, &address), NUV_EWRONGTHREAD);
  return NULL;
}

static void every_function_refuses_another_thread(void) {
  pthread_t thread;
  world *w = world_new(32);
  trespass it = {w->loop, nuv_stream_new(w->loop, NUV_TCP), nuv_timer_new(w->loop), NULL};
  CHECK_EQUAL(nuv_lookup_new(&it.lookup, w->loop, "127.0.0.1", 4, 0), 0);
  CHECK_EQUAL(pthread_create(&thread, NULL, trespassing, &it), 0);
  CHECK_EQUAL(pthread_join(thread, NULL), 0);
  CHECK_EQUAL(nuv_lookup_free(it.lookup), 0);
  world_free(w);
}

/* ---- Lengths, counts, pointers -------------------------------------------------------- */

static int32_t no_drain(void *context) {
  (void)context;
  return 0;
}

static void what_makes_a_loop_refuses_nothing_at_all(void) {
  nuv_loop *loop;
  world *w = world_new(32);
  CHECK_EQUAL(nuv_loop_new(NULL, no_drain, NULL, 8, 8), -EINVAL);
  CHECK_EQUAL(nuv_loop_new(&loop, NULL, NULL, 8, 8), -EINVAL);
  CHECK(loop == NULL);
  CHECK_EQUAL(nuv_loop_drop(&loop), 0);
  CHECK_EQUAL(nuv_loop_poll_with(w->loop, 0, NULL, NULL), -EINVAL);
  world_free(w);
}

static void streams_refuse_lengths_below_zero_and_no_bytes(void) {
  const int64_t below[] = {-1};
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer), tcp = nuv_stream_new(w->loop, NUV_TCP);
  nuv_stream_id pipe = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK_EQUAL(nuv_stream_try_write(stream, "ab", -1), -EINVAL);
  CHECK(nuv_stream_try_write(stream, NULL, 2) < 0);
  CHECK_EQUAL(nuv_stream_write(stream, chunks, below, 1, 0, 1), -EINVAL);
  CHECK_EQUAL(nuv_stream_write(stream, chunks, lengths, -1, 0, 1), -EINVAL);
  CHECK_EQUAL(nuv_stream_write(stream, NULL, lengths, 1, 0, 1), -EINVAL);
  CHECK_EQUAL(nuv_stream_write(stream, chunks, NULL, 1, 0, 1), -EINVAL);
  CHECK_EQUAL(nuv_stream_write(stream, NULL, NULL, 0, 0, 1), 0);
  CHECK_EQUAL(nuv_stream_set_user_buffer(stream, memory, -1), -EINVAL);
  CHECK_EQUAL(nuv_stream_set_user_buffer(stream, NULL, 1), -EINVAL);
  CHECK_EQUAL(nuv_stream_set_timeout(stream, -1), -EINVAL);
  CHECK_EQUAL(nuv_stream_get_bytes_written(stream), 0);
  CHECK_EQUAL(nuv_tcp_bind(tcp, NULL, 0, 0), -EINVAL);
  CHECK_EQUAL(nuv_tcp_connect(tcp, NULL, 1), -EINVAL);
  CHECK_EQUAL(nuv_tcp_connect(tcp, "127.0.0.1", -1), -EINVAL);
  CHECK_EQUAL(nuv_tcp_get_sockname(stream, NULL), -EINVAL);
  CHECK_EQUAL(nuv_pipe_bind(pipe, NULL, 4), -EINVAL);
  CHECK_EQUAL(nuv_pipe_connect(pipe, NULL, 4), -EINVAL);
  CHECK_EQUAL(nuv_pipe_get_sockname(pipe, memory, -1), -EINVAL);
  CHECK_EQUAL(nuv_pipe_get_sockname(pipe, NULL, 8), -EINVAL);
  world_free(w);
  close(peer);
}

static void counts_of_records_are_within_what_there_is(void) {
  int64_t out[4];
  int peer;
  world *w = world_new(32);
  (void)accept_peer(w, &peer);
  world_settle(w);
  CHECK_EQUAL(nuv_loop_release(w->loop, 1), -EINVAL);
  CHECK_EQUAL(nuv_loop_untake(w->loop, 1), -EINVAL);
  CHECK_EQUAL(nuv_loop_next(w->loop, out), 0);
  CHECK_EQUAL(write(peer, "ab", 2), 2);
  while (nuv_loop_poll(w->loop, 1) == 0) continue;
  CHECK_EQUAL(nuv_loop_take(w->loop, out, -1), -EINVAL);
  CHECK_EQUAL(nuv_loop_take(w->loop, NULL, 1), -EINVAL);
  CHECK_EQUAL(nuv_loop_take(w->loop, out, 1), 1);
  CHECK_EQUAL(nuv_loop_untake(w->loop, 2), -EINVAL);
  CHECK_EQUAL(nuv_loop_untake(w->loop, -1), -EINVAL);
  CHECK_EQUAL(nuv_loop_release(w->loop, -1), -EINVAL);
  CHECK_EQUAL(nuv_loop_release(w->loop, 2), -EINVAL);
  CHECK_EQUAL(nuv_loop_untake(w->loop, 0), 0);
  CHECK_EQUAL(nuv_loop_next(w->loop, out), 1);
  CHECK_EQUAL(out[2] - out[1], 2);
  world_free(w);
  close(peer);
}

static void names_and_answers_refuse_nothing_at_all(void) {
  nuv_lookup *lookup;
  world *w = world_new(32);
  CHECK_EQUAL(nuv_address_family(NULL), 0);
  CHECK_EQUAL(nuv_lookup_new(NULL, w->loop, "localhost", 0, 0), -EINVAL);
  CHECK_EQUAL(nuv_lookup_new(&lookup, w->loop, NULL, 0, 0), -EINVAL);
  CHECK(lookup == NULL);
  CHECK_EQUAL(nuv_lookup_new(&lookup, w->loop, "127.0.0.1", 4, 0), 0);
  world_wait(w, NUV_EV_LOOKUP, 1);
  CHECK_EQUAL(nuv_lookup_get(lookup, -1, &address), -EINVAL);
  CHECK_EQUAL(nuv_lookup_get(lookup, 0, NULL), -EINVAL);
  CHECK_EQUAL(nuv_lookup_get(lookup, 0, &address), 0);
  CHECK_EQUAL(nuv_lookup_free(lookup), 0);
  world_free(w);
}

#define TEST(name) {#name, name}

static const test tests[] = {
    TEST(every_function_refuses_what_is_no_id_any_more),
    TEST(every_function_refuses_the_other_kind),
    TEST(every_function_refuses_another_thread),
    TEST(what_makes_a_loop_refuses_nothing_at_all),
    TEST(streams_refuse_lengths_below_zero_and_no_bytes),
    TEST(counts_of_records_are_within_what_there_is),
    TEST(names_and_answers_refuse_nothing_at_all),
};

int main(int argc, char **argv) {
  return run_tests(tests, (int)(sizeof(tests) / sizeof(tests[0])), argc, argv);
}
