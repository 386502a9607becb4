/* The core through its public interface alone, with no Python. */
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "world.h"

static const char TEXT[] = "the quick brown fox jumps over the lazy dog";

static void *pattern(int64_t length) {
  char *bytes = malloc((size_t)length);
  CHECK(bytes != NULL);
  for (int64_t i = 0; i < length; i++) bytes[i] = (char)(i * 31 + i / 251);
  return bytes;
}

/* ---- Loop ---------------------------------------------------------------- */

static void a_loop_without_anything_is_not_alive(void) {
  world *w = world_new(32);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  CHECK_EQUAL(nuv_loop_poll(w->loop, 0), 0);
  CHECK_EQUAL(nuv_loop_poll(w->loop, 1), 0); /* nothing to wait for */
  world_free(w);
}

static void a_listener_keeps_the_loop_alive_unless_unreferenced(void) {
  int32_t port;
  world *w = world_new(32);
  nuv_stream_id listener = listen_tcp(w, 0, &port);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 1);
  CHECK_EQUAL(nuv_stream_set_ref(listener, 0), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  CHECK_EQUAL(nuv_stream_set_ref(listener, 1), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 1);
  world_free(w);
}

static void a_loop_is_freed_with_everything_open(void) {
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  nuv_timer *timer = nuv_timer_new(w->loop);
  int64_t length = 8 << 20;
  char *bytes = pattern(length);
  const char *chunk = bytes;
  CHECK_EQUAL(nuv_timer_start(timer, 60000), 0);
  CHECK_EQUAL(nuv_stream_set_timeout(stream, 60000), 0);
  CHECK_EQUAL(nuv_stream_write(stream, &chunk, &length, 1, NUV_WRITE_COPY, 1), 1);
  nuv_lookup *lookup;
  CHECK_EQUAL(nuv_lookup_new(&lookup, w->loop, "localhost", 0, 0), 0);
  CHECK_EQUAL(nuv_lookup_free(lookup), 0);
  CHECK_EQUAL(nuv_timer_free(timer), 0);
  free(bytes);
  world_free(w);
  close(peer);
}

static nuv_loop *other_loop;

static void *use_from_elsewhere(void *argument) {
  nuv_stream_id stream = *(nuv_stream_id *)argument;
  const char *chunk = TEXT;
  int64_t length = 3;
  CHECK_EQUAL(nuv_loop_check(other_loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_poll(other_loop, 0), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_free(other_loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 3), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_stream_write(stream, &chunk, &length, 1, 0, 0), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_stream_close(stream), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_stream_read_stop(stream), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_stream_new(other_loop, NUV_TCP), NUV_EWRONGTHREAD);
  CHECK(nuv_timer_new(other_loop) == NULL);
  return NULL;
}

static void another_thread_is_refused(void) {
  pthread_t thread;
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  other_loop = w->loop;
  CHECK_EQUAL(pthread_create(&thread, NULL, use_from_elsewhere, &stream), 0);
  CHECK_EQUAL(pthread_join(thread, NULL), 0);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 3), 0);
  world_free(w);
  close(peer);
}

static void *make_a_loop(void *argument) {
  world **made = argument;
  *made = world_new(32);
  return NULL;
}

static void a_loop_whose_thread_has_ended_is_adopted(void) {
  pthread_t thread;
  world *w = NULL;
  int peer;
  CHECK_EQUAL(pthread_create(&thread, NULL, make_a_loop, &w), 0);
  CHECK_EQUAL(pthread_join(thread, NULL), 0);
  CHECK_EQUAL(nuv_loop_check(w->loop), NUV_EWRONGTHREAD);
  CHECK_EQUAL(nuv_loop_adopt(w->loop), 0);
  nuv_stream_id stream = accept_peer(w, &peer);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 3), 0);
  world_free(w);
  close(peer);
}

static void *wake(void *argument) {
  CHECK_EQUAL(nuv_loop_wake(argument), 0);
  return NULL;
}

static void a_wake_from_another_thread_ends_a_poll(void) {
  pthread_t thread;
  int32_t port;
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port); /* or there were nothing to wait for */
  alarm(20);
  CHECK_EQUAL(pthread_create(&thread, NULL, wake, w->loop), 0);
  CHECK_EQUAL(nuv_loop_poll(w->loop, 1), 0);
  CHECK_EQUAL(pthread_join(thread, NULL), 0);
  world_free(w);
}

static void a_byte_to_the_signal_descriptor_ends_a_poll(void) {
  int32_t port;
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port);
  int64_t fd = nuv_loop_signal_fd(w->loop);
  CHECK(fd >= 0);
  CHECK_EQUAL(nuv_loop_signal_fd(w->loop), fd);
  alarm(20);
  CHECK_EQUAL(write((int)fd, "", 1), 1);
  CHECK_EQUAL(nuv_loop_poll(w->loop, 1), 0);
  nuv_timer *timer = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_start(timer, 50), 0);
  CHECK_EQUAL(nuv_loop_poll(w->loop, 1), 0); /* the byte is gone: the timer ends it */
  CHECK_EQUAL(nuv_timer_next(w->loop, 1), nuv_timer_slot(timer));
  CHECK_EQUAL(nuv_timer_free(timer), 0);
  world_free(w);
}

static void a_forked_child_is_refused(void) {
  int status, peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  pid_t child = fork();
  if (child == 0) {
    CHECK_EQUAL(nuv_loop_check(w->loop), NUV_EFORKED);
    CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 3), NUV_EFORKED);
    CHECK_EQUAL(nuv_loop_wake(w->loop), NUV_EFORKED);
    CHECK_EQUAL(nuv_loop_adopt(w->loop), NUV_EFORKED);
    CHECK_EQUAL(nuv_loop_free(w->loop), NUV_EFORKED);
    world *own = world_new(32); /* a new one works */
    CHECK_EQUAL(nuv_loop_poll(own->loop, 0), 0);
    world_free(own);
    _exit(0);
  }
  CHECK_EQUAL(waitpid(child, &status, 0), child);
  CHECK_EQUAL(status, 0);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 3), 0);
  world_free(w);
  close(peer);
}

/* ---- Batches ------------------------------------------------------------- */

static void a_batch_is_no_larger_than_asked(void) {
  int32_t port;
  int peers[20];
  world *w = world_new(4);
  (void)listen_tcp(w, 0, &port);
  for (int i = 0; i < 20; i++) peers[i] = peer_connect(port);
  world_wait(w, NUV_EV_CONNECTION, 20);
  CHECK(w->largest_batch <= 4);
  for (int i = 0; i < 20; i++) close(peers[i]);
  world_free(w);
}

static void a_slot_is_reused_only_after_its_stream_was_freed(void) {
  world *w = world_new(32);
  nuv_stream_id first = nuv_stream_new(w->loop, NUV_TCP);
  int64_t slot = nuv_stream_slot(first);
  int64_t generation = nuv_stream_generation(first);
  CHECK(nuv_stream_close(first) > generation);
  nuv_stream_id second = nuv_stream_new(w->loop, NUV_TCP);
  CHECK(nuv_stream_slot(second) != slot);
  world_wait(w, NUV_EV_CLOSED, 1);
  nuv_stream_id third = nuv_stream_new(w->loop, NUV_TCP);
  CHECK(nuv_stream_slot(third) != slot);
  CHECK_EQUAL(nuv_stream_free(first), 0);
  nuv_stream_id fourth = nuv_stream_new(w->loop, NUV_TCP);
  CHECK_EQUAL(nuv_stream_slot(fourth), slot);
  CHECK(nuv_stream_generation(fourth) > generation);
  world_free(w);
}

static void the_id_of_a_freed_stream_is_refused_for_ever(void) {
  nuv_address address;
  world *w = world_new(32);
  nuv_stream_id old = nuv_stream_new(w->loop, NUV_TCP);
  CHECK(nuv_stream_close(old) > 0);
  world_wait(w, NUV_EV_CLOSED, 1);
  CHECK_EQUAL(nuv_stream_free(old), 0);
  for (int i = 0; i < 100; i++) {
    nuv_stream_id stream = nuv_stream_new(w->loop, NUV_TCP);
    CHECK(stream > 0 && stream != old);
    CHECK_EQUAL(nuv_stream_try_write(old, TEXT, 3), -EBADF);
    CHECK_EQUAL(nuv_stream_get_bytes_written(old), -EBADF);
    CHECK_EQUAL(nuv_tcp_get_sockname(old, &address), -EBADF);
    CHECK_EQUAL(nuv_stream_close(old), -EBADF);
    CHECK_EQUAL(nuv_stream_free(old), -EBADF);
    if (i % 2 == 0) old = stream;
    if (i % 2 == 0) CHECK(nuv_stream_close(stream) > 0);
    if (i % 2 == 0) world_wait(w, NUV_EV_CLOSED, i / 2 + 2);
    if (i % 2 == 0) CHECK_EQUAL(nuv_stream_free(stream), 0);
  }
  world_free(w);
  CHECK_EQUAL(nuv_stream_try_write(old, TEXT, 3), -EBADF);
}

static void timers_that_nobody_frees_go_with_their_loop(void) {
  world *w = world_new(32);
  nuv_timer *timers[5];
  for (int i = 0; i < 5; i++) timers[i] = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_start(timers[1], 1000), 0);
  CHECK_EQUAL(nuv_timer_free(timers[0]), 0);
  CHECK_EQUAL(nuv_timer_free(timers[2]), 0);
  CHECK_EQUAL(nuv_timer_free(timers[4]), 0);
  world_free(w); /* the sanitizer sees what is left */
}

static void what_is_no_id_is_refused(void) {
  const int64_t ids[] = {
      0, -1, -9, 1, 77, INT64_MAX, INT64_MIN, INT64_C(1) << 32, INT64_C(5) << 40};
  world *w = world_new(32);
  for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
    CHECK_EQUAL(nuv_stream_read_start(ids[i]), -EBADF);
    CHECK_EQUAL(nuv_stream_slot(ids[i]), -EBADF);
  }
  world_free(w);
}

static void what_is_taken_tells_data_by_slot_and_range(void) {
  int peer;
  int64_t view[1 + 3 * 8], size;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  world_settle(w);
  CHECK_EQUAL(write(peer, TEXT, 5), 5);
  while (nuv_loop_poll(w->loop, 1) == 0) continue;
  CHECK_EQUAL(nuv_loop_take(w->loop, view, 8), 1);
  CHECK(view[0] > nuv_stream_slot(stream));
  CHECK_EQUAL(view[1], nuv_stream_slot(stream));
  CHECK_EQUAL(view[3] - view[2], 5);
  CHECK(memcmp(nuv_loop_arena(w->loop, &size) + view[2], TEXT, 5) == 0);
  CHECK_EQUAL(nuv_loop_release(w->loop, 1), 0);
  world_free(w);
  close(peer);
}

static void what_is_taken_gives_no_data_of_a_closed_stream(void) {
  int peer;
  int64_t view[1 + 3 * 8];
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  world_settle(w);
  int64_t generation = nuv_stream_generation(stream);
  CHECK_EQUAL(write(peer, TEXT, 5), 5);
  while (nuv_loop_poll(w->loop, 1) == 0) continue;
  CHECK(nuv_stream_close(stream) > generation);
  CHECK_EQUAL(nuv_loop_take(w->loop, view, 8), 1);
  CHECK_EQUAL(view[1], -1 - nuv_stream_slot(stream));
  CHECK_EQUAL(view[3], NUV_EV_DATA + 16 * generation);
  CHECK_EQUAL(nuv_loop_release(w->loop, 1), 0);
  world_free(w);
  close(peer);
}

static void no_more_is_taken_than_there_is_room_for(void) {
  int32_t port;
  int64_t view[1 + 3 * 2];
  world *w = world_new(32);
  nuv_stream_id listener = listen_tcp(w, 0, &port);
  int first = peer_connect(port), second = peer_connect(port), third = peer_connect(port);
  while (nuv_loop_poll(w->loop, 1) < 3) continue;
  CHECK_EQUAL(nuv_loop_take(w->loop, view, 2), 2);
  CHECK_EQUAL(view[1], -1 - nuv_stream_slot(listener));
  CHECK_EQUAL(view[6] % 16, NUV_EV_CONNECTION);
  CHECK_EQUAL(nuv_loop_untake(w->loop, 0), 0);
  world_dispatch(w);
  world_free(w);
  close(first);
  close(second);
  close(third);
}

static void what_was_taken_is_told_once(void) {
  int32_t port;
  int64_t first[1 + 3 * 2], next[1 + 3 * 8];
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port);
  int peers[3] = {peer_connect(port), peer_connect(port), peer_connect(port)};
  while (nuv_loop_poll(w->loop, 1) < 3) continue;
  CHECK_EQUAL(nuv_loop_take(w->loop, first, 2), 2);
  CHECK_EQUAL(nuv_loop_untake(w->loop, 1), 0); /* the second was not dispatched */
  CHECK_EQUAL(nuv_loop_take(w->loop, next, 1), 1);
  CHECK_EQUAL(next[2], first[5]);
  CHECK_EQUAL(nuv_loop_take(w->loop, next, 8), 1);
  CHECK(next[2] != first[2] && next[2] != first[5]);
  world_settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_CONNECTION), 0);
  world_free(w);
  for (int i = 0; i < 3; i++) close(peers[i]);
}

static void a_failed_drain_keeps_every_record_and_byte(void) {
  enum { PEERS = 12, EACH = 40000 };
  int32_t port;
  int peers[PEERS];
  int64_t size, grown;
  world *w = world_new(2);
  char *bytes = malloc(EACH);
  CHECK(bytes != NULL);
  memset(bytes, 'x', EACH);
  (void)listen_tcp(w, 0, &port);
  for (int i = 0; i < PEERS; i++) peers[i] = peer_connect(port);
  world_wait(w, NUV_EV_CONNECTION, PEERS);
  for (int i = 0; i < PEERS; i++) CHECK_EQUAL(write(peers[i], bytes, EACH), EACH);
  w->failing = -1;
  (void)nuv_loop_arena(w->loop, &size);
  int64_t result;
  while ((result = nuv_loop_poll(w->loop, 1)) != NUV_EINTERRUPTED) CHECK(result >= 0);
  CHECK_EQUAL(world_seen(w, NUV_EV_DATA), 0);
  w->failing = 0;
  (void)nuv_loop_arena(w->loop, &grown);
  CHECK(grown > size);
  world_dispatch(w);
  alarm(20);
  while (w->length < (int64_t)PEERS * EACH) {
    CHECK(nuv_loop_poll(w->loop, 1) >= 0);
    world_dispatch(w);
  }
  CHECK_EQUAL(w->length, (int64_t)PEERS * EACH);
  for (int64_t i = 0; i < w->length; i++) CHECK_EQUAL(w->bytes[i], 'x');
  for (int i = 0; i < PEERS; i++) close(peers[i]);
  free(bytes);
  world_free(w);
}

/* ---- Timers ---------------------------------------------------------------- */

static int64_t next_slot(world *w, int32_t first) {
  alarm(20);
  int64_t slot = nuv_timer_next(w->loop, first);
  while (first && slot == NUV_ENOTDUE) {
    CHECK(nuv_loop_poll(w->loop, 1) >= 0);
    slot = nuv_timer_next(w->loop, 1);
  }
  return slot;
}

static void timers_come_by_time_and_then_by_their_start(void) {
  world *w = world_new(32);
  nuv_timer *timers[4];
  for (int i = 0; i < 4; i++) timers[i] = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_start(timers[0], 60), 0);
  CHECK_EQUAL(nuv_timer_start(timers[1], 20), 0);
  CHECK_EQUAL(nuv_timer_start(timers[2], 20), 0);
  CHECK_EQUAL(nuv_timer_start(timers[3], 40), 0);
  usleep(70000); /* all of them are due */
  CHECK_EQUAL(next_slot(w, 1), nuv_timer_slot(timers[1]));
  CHECK_EQUAL(next_slot(w, 0), nuv_timer_slot(timers[2]));
  CHECK_EQUAL(next_slot(w, 0), nuv_timer_slot(timers[3]));
  CHECK_EQUAL(next_slot(w, 0), nuv_timer_slot(timers[0]));
  CHECK_EQUAL(next_slot(w, 0), NUV_ENOTDUE);
  for (int i = 0; i < 4; i++) CHECK_EQUAL(nuv_timer_free(timers[i]), 0);
  world_free(w);
}

static void late_timers_of_one_delay_come_together(void) {
  enum { COUNT = 40 };
  world *w = world_new(32);
  nuv_timer *timers[COUNT];
  for (int i = 0; i < COUNT; i++) timers[i] = nuv_timer_new(w->loop);
  for (int i = 0; i < COUNT; i++) {
    CHECK_EQUAL(nuv_timer_start(timers[i], 1 + i % 4), 0);
    if (i % 4 == 3) usleep(2000); /* the next four are due later than these */
  }
  usleep(10000);
  for (int delay = 0; delay < 4; delay++) {
    for (int i = delay; i < COUNT; i += 4) {
      int64_t slot = next_slot(w, i == 0);
      CHECK_EQUAL(slot, nuv_timer_slot(timers[i]));
    }
  }
  CHECK_EQUAL(nuv_timer_next(w->loop, 0), NUV_ENOTDUE);
  for (int i = 0; i < COUNT; i++) CHECK_EQUAL(nuv_timer_free(timers[i]), 0);
  world_free(w);
}

static void a_timer_started_in_a_timer_phase_waits_for_the_next(void) {
  world *w = world_new(32);
  nuv_timer *first = nuv_timer_new(w->loop), *second = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_start(first, 0), 0);
  CHECK_EQUAL(next_slot(w, 1), nuv_timer_slot(first));
  usleep(3000);
  CHECK_EQUAL(nuv_timer_start(second, 1), 0);
  usleep(3000);
  CHECK_EQUAL(nuv_timer_next(w->loop, 0), NUV_ENOTDUE);
  CHECK_EQUAL(next_slot(w, 1), nuv_timer_slot(second));
  CHECK_EQUAL(nuv_timer_free(first), 0);
  CHECK_EQUAL(nuv_timer_free(second), 0);
  world_free(w);
}

static void a_timer_that_comes_due_as_the_poll_begins_ends_it(void) {
  int32_t port;
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port); /* so that there is something else to wait for */
  nuv_timer *timer = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_start(timer, 20), 0);
  world_delay_polls(40);
  CHECK_EQUAL(next_slot(w, 1), nuv_timer_slot(timer));
  CHECK_EQUAL(nuv_timer_free(timer), 0);
  world_free(w);
}

static void a_stopped_timer_is_never_due(void) {
  world *w = world_new(32);
  nuv_timer *timers[20];
  for (int i = 0; i < 20; i++) {
    timers[i] = nuv_timer_new(w->loop);
    CHECK_EQUAL(nuv_timer_start(timers[i], (i * 7) % 5), 0);
  }
  for (int i = 0; i < 20; i += 2) CHECK_EQUAL(nuv_timer_stop(timers[i]), 0);
  usleep(10000);
  int due = 0;
  for (int64_t slot = nuv_timer_next(w->loop, 1); slot >= 0; slot = nuv_timer_next(w->loop, 0)) {
    for (int i = 0; i < 20; i += 2) CHECK(slot != nuv_timer_slot(timers[i]));
    due++;
  }
  CHECK_EQUAL(due, 10);
  for (int i = 0; i < 20; i++) CHECK_EQUAL(nuv_timer_free(timers[i]), 0);
  world_free(w);
}

static void an_unreferenced_timer_does_not_keep_the_loop_alive(void) {
  world *w = world_new(32);
  nuv_timer *timer = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_start(timer, 60000), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 1);
  CHECK_EQUAL(nuv_timer_set_ref(timer, 0), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  CHECK_EQUAL(nuv_timer_set_ref(timer, 1), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 1);
  CHECK_EQUAL(nuv_timer_stop(timer), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  CHECK_EQUAL(nuv_timer_free(timer), 0);
  world_free(w);
}

static void an_idle_stream_is_told_once_until_it_is_active_again(void) {
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  world_settle(w);
  CHECK_EQUAL(nuv_stream_set_timeout(stream, 5), 0);
  CHECK_EQUAL(next_slot(w, 1), nuv_stream_slot(stream));
  usleep(10000);
  CHECK_EQUAL(nuv_timer_next(w->loop, 1), NUV_ENOTDUE);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 1), 0);
  CHECK_EQUAL(next_slot(w, 1), nuv_stream_slot(stream));
  world_free(w);
  close(peer);
}

/* ---- Reading and writing ----------------------------------------------------- */

static void bytes_read_arrive_in_order_and_are_counted(void) {
  int peer;
  int64_t length = 200000;
  char *bytes = pattern(length);
  world *w = world_new(2);
  nuv_stream_id stream = accept_peer(w, &peer);
  pid_t child = fork();
  if (child == 0) {
    for (int64_t sent = 0; sent < length;)
      sent += write(peer, bytes + sent, (size_t)(length - sent));
    _exit(0);
  }
  close(peer);
  world_wait(w, NUV_EV_END, 1);
  CHECK_EQUAL(w->length, length);
  CHECK(memcmp(w->bytes, bytes, (size_t)length) == 0);
  CHECK_EQUAL(nuv_stream_get_bytes_read(stream), length);
  CHECK_EQUAL(waitpid(child, NULL, 0), child);
  free(bytes);
  world_free(w);
}

static void a_stopped_stream_reads_nothing(void) {
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  world_settle(w);
  CHECK_EQUAL(nuv_stream_read_stop(stream), 0);
  CHECK_EQUAL(write(peer, TEXT, 5), 5);
  world_settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_DATA), 0);
  CHECK_EQUAL(nuv_stream_read_start(stream), 0);
  CHECK_EQUAL(nuv_stream_read_start(stream), 0); /* twice is no error */
  world_wait(w, NUV_EV_DATA, 1);
  CHECK_EQUAL(w->length, 5);
  world_free(w);
  close(peer);
}

#define HALF (16 << 20) /* bytes: more than the kernel takes */

static void *read_peer(void *argument) {
  static char *bytes;
  int fd = *(int *)argument;
  int64_t length = peer_read_all(fd, &bytes);
  CHECK_EQUAL(length, 2 * HALF);
  char *expected = pattern(HALF);
  CHECK(memcmp(bytes, expected, HALF) == 0);
  CHECK(memcmp(bytes + HALF, expected, HALF) == 0);
  free(expected);
  free(bytes);
  return NULL;
}

static void queued_writes_arrive_in_order_and_are_told_where_asked(void) {
  int peer;
  pthread_t reader;
  int64_t length = HALF;
  char *bytes = pattern(length);
  const char *chunk = bytes;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  int flags = NUV_WRITE_COPY;
  CHECK_EQUAL(nuv_stream_write(stream, &chunk, &length, 1, flags, 7), 1);
  CHECK_EQUAL(nuv_stream_write(stream, &chunk, &length, 1, flags | NUV_WRITE_NOTIFY, 8), 1);
  CHECK(nuv_stream_queue_size(stream) > length);
  CHECK_EQUAL(nuv_stream_get_bytes_written(stream), 2 * length);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 5), 5); /* not before what is queued */
  memset(bytes, 0, (size_t)length);                      /* it was copied */
  CHECK_EQUAL(nuv_stream_shutdown(stream), 0);
  CHECK_EQUAL(pthread_create(&reader, NULL, read_peer, &peer), 0);
  world_wait(w, NUV_EV_SHUTDOWN, 1);
  CHECK_EQUAL(world_seen(w, NUV_EV_WRITTEN), 1);
  CHECK_EQUAL(world_last(w, NUV_EV_WRITTEN)->b, 8);
  CHECK_EQUAL(world_last(w, NUV_EV_WRITTEN)->a, 0);
  CHECK_EQUAL(w->events[w->count - 1].kind, NUV_EV_SHUTDOWN);
  CHECK_EQUAL(pthread_join(reader, NULL), 0);
  free(bytes);
  world_free(w);
  close(peer);
}

static void many_chunks_go_out_as_one(void) {
  enum { CHUNKS = 300 };
  int peer;
  const char *chunks[CHUNKS];
  int64_t lengths[CHUNKS], total = 0;
  char *bytes = pattern(CHUNKS * 10), *arrived;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  for (int i = 0; i < CHUNKS; i++) {
    chunks[i] = bytes + total;
    lengths[i] = i % 10; /* some are empty */
    total += lengths[i];
  }
  CHECK(nuv_stream_write(stream, chunks, lengths, CHUNKS, NUV_WRITE_COPY, 0) >= 0);
  CHECK_EQUAL(nuv_stream_shutdown(stream), 0);
  world_settle(w);
  CHECK_EQUAL(peer_read_all(peer, &arrived), total);
  CHECK(memcmp(arrived, bytes, (size_t)total) == 0);
  free(arrived);
  free(bytes);
  world_free(w);
  close(peer);
}

static void more_than_four_gigabytes_are_queued_whole(void) {
  int peer;
  int64_t length = (INT64_C(1) << 32) + 5;
  char *bytes = mmap(NULL, (size_t)length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                     -1, 0);
  CHECK(bytes != MAP_FAILED);
  const char *chunk = bytes;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  CHECK_EQUAL(nuv_stream_write(stream, &chunk, &length, 1, 0, 0), 1);
  CHECK(nuv_stream_queue_size(stream) > length - (64 << 20));
  CHECK_EQUAL(nuv_stream_get_bytes_written(stream), length);
  CHECK(nuv_stream_reset(stream) > 0);
  world_wait(w, NUV_EV_CLOSED, 1);
  munmap(bytes, (size_t)length);
  world_free(w);
  close(peer);
}

/* The stream is closed in peace: its peer reads so many bytes, then the end. */
static void close_after(world *w, nuv_stream_id stream, int peer, int64_t length) {
  char *bytes;
  CHECK(nuv_stream_close(stream) > 0);
  world_settle(w);
  CHECK_EQUAL(peer_read_all(peer, &bytes), length);
  free(bytes);
  world_free(w);
  close(peer);
}

static void a_chunk_is_written_to_an_id(void) {
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 3), 0);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 0), 0);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, -1), UV_EINVAL);
  CHECK_EQUAL(nuv_stream_try_write(0, TEXT, 3), -EBADF);
  CHECK_EQUAL(nuv_stream_get_bytes_written(stream), 3);
  close_after(w, stream, peer, 3);
}

static void a_pipe_that_is_no_socket_is_written_to(void) {
  int pair[2];
  char bytes[4] = "";
  world *w = world_new(32);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK_EQUAL(pipe(pair), 0);
  CHECK_EQUAL(nuv_pipe_open(stream, pair[1]), 0);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 3), 0);
  CHECK_EQUAL(read(pair[0], bytes, sizeof(bytes)), 3);
  CHECK(memcmp(bytes, TEXT, 3) == 0);
  world_free(w);
  close(pair[0]);
}

static void a_write_to_a_peer_that_is_gone_raises_no_signal(void) {
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  void (*before)(int) = signal(SIGPIPE, SIG_DFL);
  CHECK(nuv_stream_shutdown(stream) >= 0);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 3), -EPIPE);
  signal(SIGPIPE, before);
  world_free(w);
  close(peer);
}

static void a_write_to_a_peer_that_reset_is_an_error(void) {
  int peer;
  struct linger linger = {1, 0};
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  CHECK_EQUAL(setsockopt(peer, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)), 0);
  close(peer);
  world_wait(w, NUV_EV_READ_ERROR, 1);
  CHECK_EQUAL(world_last(w, NUV_EV_READ_ERROR)->a, -ECONNRESET);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 3), -EPIPE);
  world_free(w);
}

/* ---- Closing ------------------------------------------------------------------ */

static void a_reset_reaches_the_peer_as_one(void) {
  int peer;
  char *bytes;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  CHECK(nuv_stream_reset(stream) > 0);
  CHECK_EQUAL(nuv_stream_close(stream), -EBADF);
  CHECK_EQUAL(nuv_stream_reset(stream), -EBADF);
  world_wait(w, NUV_EV_CLOSED, 1);
  CHECK_EQUAL(peer_read_all(peer, &bytes), -ECONNRESET);
  world_free(w);
  close(peer);
}

static void a_close_ends_the_peer_in_peace(void) {
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  CHECK_EQUAL(nuv_stream_try_write(stream, TEXT, 3), 0);
  close_after(w, stream, peer, 3);
}

static void data_read_but_not_dispatched_at_close_resets_the_peer(void) {
  int peer;
  char *bytes;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  world_settle(w);
  CHECK_EQUAL(write(peer, TEXT, 5), 5);
  while (nuv_loop_poll(w->loop, 1) == 0) continue;
  CHECK(nuv_stream_close(stream) > 0);
  world_settle(w);
  CHECK_EQUAL(peer_read_all(peer, &bytes), -ECONNRESET);
  world_free(w);
  close(peer);
}

static nuv_stream_id victim;

static void close_victim(world *w, const nuv_event *event) {
  (void)w;
  if (event->kind != NUV_EV_DATA || victim == 0) return;
  nuv_stream_id stream = victim;
  victim = 0;
  CHECK(nuv_stream_close(stream) > 0);
}

static void a_stream_closed_in_the_batch_leaves_only_stale_records(void) {
  int first, second;
  world *w = world_new(32);
  nuv_stream_id one = accept_peer(w, &first);
  nuv_stream_id other = accept_peer(w, &second);
  world_settle(w);
  int64_t generation = nuv_stream_generation(other), slot = nuv_stream_slot(other);
  CHECK_EQUAL(write(first, TEXT, 5), 5);
  CHECK_EQUAL(write(second, TEXT, 5), 5);
  victim = other;
  w->on_event = close_victim;
  int64_t before = w->count, stale = 0;
  world_settle(w);
  for (int64_t i = before; i < w->count; i++) {
    if (w->events[i].slot == slot && w->events[i].kind == NUV_EV_DATA) {
      stale += w->events[i].generation == generation;
    }
  }
  CHECK(stale <= 1 && world_seen(w, NUV_EV_DATA) >= 1);
  CHECK(nuv_stream_generation(other) > generation);
  CHECK(nuv_stream_generation(one) >= 0);
  world_free(w);
  close(first);
  close(second);
}

/* ---- Listening and connecting ---------------------------------------------------- */

static void a_refused_connect_is_an_event(void) {
  int32_t port;
  int listener = peer_listen(&port);
  close(listener);
  world *w = world_new(32);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_TCP);
  CHECK_EQUAL(nuv_tcp_connect(stream, "127.0.0.1", port), 0);
  world_wait(w, NUV_EV_CONNECT, 1);
  CHECK_EQUAL(world_last(w, NUV_EV_CONNECT)->a, -ECONNREFUSED);
  world_free(w);
}

static void a_connect_tells_both_addresses(void) {
  int32_t port;
  nuv_address local, remote;
  int listener = peer_listen(&port);
  world *w = world_new(32);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_TCP);
  CHECK_EQUAL(nuv_tcp_connect(stream, "127.0.0.1", port), 0);
  world_wait(w, NUV_EV_CONNECT, 1);
  CHECK_EQUAL(world_last(w, NUV_EV_CONNECT)->a, 0);
  CHECK_EQUAL(nuv_tcp_get_sockname(stream, &local), 0);
  CHECK_EQUAL(nuv_tcp_get_peername(stream, &remote), 0);
  CHECK_EQUAL(remote.port, port);
  CHECK_EQUAL(remote.family, 4);
  CHECK(strcmp(local.ip, "127.0.0.1") == 0 && local.port != port);
  world_free(w);
  close(listener);
}

static void a_connect_cancelled_by_close_tells_nothing_current(void) {
  int32_t port;
  int listener = peer_listen(&port);
  world *w = world_new(32);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_TCP);
  CHECK_EQUAL(nuv_tcp_connect(stream, "127.0.0.1", port), 0);
  CHECK(nuv_stream_close(stream) > 0);
  world_wait(w, NUV_EV_CLOSED, 1);
  for (int64_t i = 0; i < w->count; i++) {
    if (w->events[i].kind == NUV_EV_CONNECT) CHECK_EQUAL(w->events[i].a, -ECANCELED);
  }
  CHECK_EQUAL(nuv_stream_free(stream), 0);
  world_free(w);
  close(listener);
}

static void connections_over_the_limit_are_dropped_with_their_addresses(void) {
  int32_t port;
  nuv_address local, remote;
  world *w = world_new(32);
  nuv_stream_id listener = listen_tcp(w, 0, &port);
  CHECK_EQUAL(nuv_stream_set_max_connections(listener, 1), 0);
  int first = peer_connect(port), second = peer_connect(port);
  world_wait(w, NUV_EV_DROP, 1);
  CHECK_EQUAL(world_seen(w, NUV_EV_CONNECTION), 1);
  nuv_stream_id dropped = world_last(w, NUV_EV_DROP)->a;
  CHECK_EQUAL(nuv_stream_claim(dropped), NUV_TCP);
  CHECK_EQUAL(nuv_tcp_get_sockname(dropped, &local), 0);
  CHECK_EQUAL(nuv_tcp_get_peername(dropped, &remote), 0);
  CHECK_EQUAL(local.port, port);
  CHECK(remote.port != port && remote.port > 0);
  world_free(w);
  close(first);
  close(second);
}

static void connections_not_dispatched_close_with_their_listener(void) {
  int32_t port;
  char *bytes;
  world *w = world_new(32);
  nuv_stream_id listener = listen_tcp(w, 0, &port);
  int peer = peer_connect(port);
  while (nuv_loop_poll(w->loop, 1) == 0) continue;
  CHECK(nuv_stream_close(listener) > 0);
  world_settle(w);
  int64_t length = peer_read_all(peer, &bytes);
  CHECK(length == 0 || length == -ECONNRESET);
  world_free(w);
  close(peer);
}

static void accepted_sockets_have_the_options_of_their_listener(void) {
  int32_t port;
  int on = 0;
  socklen_t size = sizeof(on);
  world *w = world_new(32);
  (void)listen_tcp(w, NUV_LISTEN_NO_DELAY | NUV_LISTEN_KEEP_ALIVE | NUV_LISTEN_PAUSED, &port);
  int peer = peer_connect(port);
  CHECK_EQUAL(write(peer, TEXT, 5), 5);
  world_wait(w, NUV_EV_CONNECTION, 1);
  world_settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_DATA), 0); /* paused */
  nuv_stream_id stream = world_last(w, NUV_EV_CONNECTION)->a;
  int fd = (int)nuv_stream_get_fd(stream);
  CHECK_EQUAL(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, &size), 0);
  CHECK(on);
  CHECK_EQUAL(getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, &size), 0);
  CHECK(on);
  world_free(w);
  close(peer);
}

/* ---- Pipes ------------------------------------------------------------------------ */

static int exists(const char *path) {
  struct stat status;
  return stat(path, &status) == 0;
}

static void bind_pipe(nuv_stream_id stream, const char *path) {
  CHECK_EQUAL(nuv_pipe_bind(stream, path, (int64_t)strlen(path)), 0);
}

static void a_pipe_listener_unlinks_its_path_by_close(void) {
  char path[] = "core.sock";
  world *w = world_new(32);
  nuv_stream_id listener = nuv_stream_new(w->loop, NUV_PIPE);
  bind_pipe(listener, path);
  CHECK_EQUAL(nuv_stream_listen(listener, 16, 0, 0), 0);
  nuv_stream_id client = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK_EQUAL(nuv_pipe_connect(client, path, (int64_t)strlen(path)), 0);
  world_wait(w, NUV_EV_CONNECTION, 1);
  CHECK_EQUAL(nuv_stream_try_write(client, TEXT, 5), 0);
  world_wait(w, NUV_EV_DATA, 1);
  CHECK(w->length == 5 && memcmp(w->bytes, TEXT, 5) == 0);
  CHECK(exists(path));
  CHECK(nuv_stream_close(listener) > 0);
  CHECK(!exists(path));
  CHECK_EQUAL(nuv_stream_reset(client), -EINVAL);
  world_free(w);
}

static void a_path_somebody_else_has_bound_since_stays(void) {
  char path[] = "core.sock";
  world *w = world_new(32);
  nuv_stream_id first = nuv_stream_new(w->loop, NUV_PIPE);
  bind_pipe(first, path);
  CHECK_EQUAL(rename(path, "elsewhere.sock"), 0);
  nuv_stream_id second = nuv_stream_new(w->loop, NUV_PIPE);
  bind_pipe(second, path);
  CHECK(nuv_stream_close(first) > 0);
  CHECK(exists(path));
  CHECK(nuv_stream_close(second) > 0);
  CHECK(!exists(path));
  world_free(w);
}

static void too_long_a_path_is_refused(void) {
  char path[200];
  world *w = world_new(32);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_PIPE);
  memset(path, 'a', sizeof(path));
  CHECK_EQUAL(nuv_pipe_bind(stream, path, sizeof(path)), -ENAMETOOLONG);
  CHECK_EQUAL(nuv_pipe_connect(stream, path, sizeof(path)), -ENAMETOOLONG);
  world_free(w);
}

/* ---- Names -------------------------------------------------------------------------- */

static void a_lookup_answers_by_an_event(void) {
  nuv_address address;
  world *w = world_new(32);
  nuv_lookup *lookup;
  CHECK_EQUAL(nuv_lookup_new(&lookup, w->loop, "127.0.0.1", 4, 0), 0);
  world_wait(w, NUV_EV_LOOKUP, 1);
  CHECK_EQUAL(world_last(w, NUV_EV_LOOKUP)->slot, nuv_lookup_slot(lookup));
  CHECK_EQUAL(world_last(w, NUV_EV_LOOKUP)->a, 0);
  CHECK(nuv_lookup_count(lookup) >= 1);
  CHECK_EQUAL(nuv_lookup_get(lookup, 0, &address), 0);
  CHECK(strcmp(address.ip, "127.0.0.1") == 0);
  CHECK(nuv_lookup_get(lookup, 100, &address) < 0);
  CHECK_EQUAL(nuv_lookup_free(lookup), 0);
  world_free(w);
}

static pthread_mutex_t names = PTHREAD_MUTEX_INITIALIZER; /* held: no name is resolved */
static atomic_int asked;

/* Stands before the C library's, which it calls. */
int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                struct addrinfo **out) {
  union {
    void *object;
    int (*call)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
  } next = {dlsym(RTLD_NEXT, "getaddrinfo")};
  asked++;
  pthread_mutex_lock(&names);
  pthread_mutex_unlock(&names);
  return next.call(host, service, hints, out);
}

static void lookups_in_flight_do_not_outlive_their_loop(void) {
  world *w = world_new(32);
  pthread_mutex_lock(&names);
  nuv_lookup *lookup;
  for (int i = 0; i < 32; i++) CHECK_EQUAL(nuv_lookup_new(&lookup, w->loop, "localhost", 0, 0), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 1);
  for (int i = 0; i < 2000 && asked == 0; i++) usleep(1000);
  world_free(w);
  pthread_mutex_unlock(&names);
  usleep(200000); /* the sanitizer watches the threads come back */
}

static void a_lookup_freed_while_its_thread_works_is_freed_once(void) {
  world *w = world_new(32);
  pthread_mutex_lock(&names);
  nuv_lookup *lookup;
  CHECK_EQUAL(nuv_lookup_new(&lookup, w->loop, "localhost", 0, 0), 0);
  for (int i = 0; i < 2000 && asked == 0; i++) usleep(1000);
  CHECK_EQUAL(nuv_lookup_free(lookup), 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  pthread_mutex_unlock(&names);
  usleep(200000); /* the sanitizer watches the thread come back */
  world_settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_LOOKUP), 0);
  world_free(w);
}

#define TEST(name) {#name, name}

static const test tests[] = {
    TEST(a_loop_without_anything_is_not_alive),
    TEST(a_listener_keeps_the_loop_alive_unless_unreferenced),
    TEST(a_loop_is_freed_with_everything_open),
    TEST(another_thread_is_refused),
    TEST(a_loop_whose_thread_has_ended_is_adopted),
    TEST(a_wake_from_another_thread_ends_a_poll),
    TEST(a_byte_to_the_signal_descriptor_ends_a_poll),
    TEST(a_forked_child_is_refused),
    TEST(a_batch_is_no_larger_than_asked),
    TEST(a_slot_is_reused_only_after_its_stream_was_freed),
    TEST(the_id_of_a_freed_stream_is_refused_for_ever),
    TEST(timers_that_nobody_frees_go_with_their_loop),
    TEST(what_is_no_id_is_refused),
    TEST(what_is_taken_tells_data_by_slot_and_range),
    TEST(what_is_taken_gives_no_data_of_a_closed_stream),
    TEST(no_more_is_taken_than_there_is_room_for),
    TEST(what_was_taken_is_told_once),
    TEST(a_failed_drain_keeps_every_record_and_byte),
    TEST(timers_come_by_time_and_then_by_their_start),
    TEST(late_timers_of_one_delay_come_together),
    TEST(a_timer_started_in_a_timer_phase_waits_for_the_next),
    TEST(a_timer_that_comes_due_as_the_poll_begins_ends_it),
    TEST(a_stopped_timer_is_never_due),
    TEST(an_unreferenced_timer_does_not_keep_the_loop_alive),
    TEST(an_idle_stream_is_told_once_until_it_is_active_again),
    TEST(bytes_read_arrive_in_order_and_are_counted),
    TEST(a_stopped_stream_reads_nothing),
    TEST(queued_writes_arrive_in_order_and_are_told_where_asked),
    TEST(many_chunks_go_out_as_one),
    TEST(more_than_four_gigabytes_are_queued_whole),
    TEST(a_chunk_is_written_to_an_id),
    TEST(a_pipe_that_is_no_socket_is_written_to),
    TEST(a_write_to_a_peer_that_is_gone_raises_no_signal),
    TEST(a_write_to_a_peer_that_reset_is_an_error),
    TEST(a_reset_reaches_the_peer_as_one),
    TEST(a_close_ends_the_peer_in_peace),
    TEST(data_read_but_not_dispatched_at_close_resets_the_peer),
    TEST(a_stream_closed_in_the_batch_leaves_only_stale_records),
    TEST(a_refused_connect_is_an_event),
    TEST(a_connect_tells_both_addresses),
    TEST(a_connect_cancelled_by_close_tells_nothing_current),
    TEST(connections_over_the_limit_are_dropped_with_their_addresses),
    TEST(connections_not_dispatched_close_with_their_listener),
    TEST(accepted_sockets_have_the_options_of_their_listener),
    TEST(a_pipe_listener_unlinks_its_path_by_close),
    TEST(a_path_somebody_else_has_bound_since_stays),
    TEST(too_long_a_path_is_refused),
    TEST(a_lookup_answers_by_an_event),
    TEST(lookups_in_flight_do_not_outlive_their_loop),
    TEST(a_lookup_freed_while_its_thread_works_is_freed_once),
};

int main(int argc, char **argv) {
  return run_tests(tests, (int)(sizeof(tests) / sizeof(tests[0])), argc, argv);
}
