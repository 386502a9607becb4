/* What a process has once: standard streams, descriptors, a fork's child, threads. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "world.h"

/* ---- Standard streams ------------------------------------------------------------- */

enum { ALL = 8 }; /* sets of the three, as bits */

static void close_streams(int set) {
  for (int fd = 0; fd < 3; fd++) {
    if (set & 1 << fd) close(fd);
  }
}

static void open_streams(int set) {
  for (int fd = 0; fd < 3; fd++) {
    if (set & 1 << fd) CHECK_EQUAL(open("/dev/null", O_RDWR), fd);
  }
}

/* What the program writes to them, and reads, is no connection of the core's. */
static void check_streams(int set) {
  struct stat status;
  for (int fd = 0; fd < 3; fd++) {
    if ((set & 1 << fd) && fstat(fd, &status) == 0) CHECK(S_ISCHR(status.st_mode));
  }
}

static void check_closed(int set) {
  struct stat status;
  for (int fd = 0; fd < 3; fd++) {
    if (set & 1 << fd) CHECK(fstat(fd, &status) < 0 && errno == EBADF);
  }
}

static void connect_both_ways(world *w, int set) {
  int32_t port;
  nuv_stream_id bound = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK_EQUAL(nuv_pipe_bind(bound, "process.sock", 12), 0);
  check_streams(set);
  nuv_stream_id listener = listen_tcp(w, 0, &port);
  check_streams(set);
  CHECK_EQUAL(nuv_stream_listen(bound, 8, 0, 0), 0);
  CHECK_EQUAL(nuv_tcp_connect(nuv_stream_new(w->loop, NUV_TCP), "127.0.0.1", port), 0);
  CHECK_EQUAL(nuv_pipe_connect(nuv_stream_new(w->loop, NUV_PIPE), "process.sock", 12), 0);
  CHECK_EQUAL(nuv_stream_listen(nuv_stream_new(w->loop, NUV_TCP), 8, 0, 0), 0); /* unbound */
  check_streams(set);
  world_wait(w, NUV_EV_CONNECT, 2);
  world_wait(w, NUV_EV_CONNECTION, 2);
  check_streams(set);
  for (int64_t i = 0; i < w->count; i++) {
    if (w->events[i].kind == NUV_EV_CONNECTION) CHECK(nuv_stream_get_fd(w->events[i].a) > 2);
  }
  CHECK(nuv_stream_close(listener) > 0);
}

static void closed_streams_are_no_place_for_a_loop_s_descriptors(void) {
  for (int set = 1; set < ALL; set++) {
    close_streams(set);
    world *w = world_new(32);
    CHECK(nuv_loop_signal_fd(w->loop) > 2);
    connect_both_ways(w, set);
    world_free(w);
    check_closed(set);
    open_streams(set);
  }
}

static void nor_are_those_that_are_closed_after_the_loop_was_made(void) {
  for (int set = 1; set < ALL; set++) {
    world *w = world_new(32);
    close_streams(set);
    connect_both_ways(w, set);
    CHECK(nuv_loop_signal_fd(w->loop) > 2);
    world_free(w);
    check_closed(set);
    open_streams(set);
  }
}

static void what_is_accepted_into_their_place_leaves_it(void) {
  int32_t port;
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port);
  nuv_stream_id client = nuv_stream_new(w->loop, NUV_TCP);
  int first = peer_connect(port), second = peer_connect(port);
  CHECK_EQUAL(nuv_tcp_connect(client, "127.0.0.1", port), 0);
  close_streams(ALL - 1);
  world_wait(w, NUV_EV_CONNECTION, 3);
  for (int64_t i = 0; i < w->count; i++) {
    if (w->events[i].kind == NUV_EV_CONNECTION) CHECK(nuv_stream_get_fd(w->events[i].a) > 2);
  }
  CHECK_EQUAL(write(first, "x", 1), 1);
  world_wait(w, NUV_EV_DATA, 1);
  world_free(w);
  check_closed(ALL - 1);
  close(first);
  close(second);
}

static void a_connection_that_is_a_standard_stream_is_closed_with_its_stream(void) {
  for (int fd = 0; fd < 3; fd++) {
    int pair[2];
    char byte;
    world *w = world_new(32);
    nuv_stream_id stream = nuv_stream_new(w->loop, NUV_PIPE);
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    CHECK_EQUAL(dup2(pair[1], fd), fd);
    close(pair[1]);
    CHECK_EQUAL(nuv_pipe_open(stream, fd), 0);
    CHECK_EQUAL(nuv_stream_read_start(stream), 0);
    CHECK_EQUAL(write(pair[0], "x", 1), 1);
    world_wait(w, NUV_EV_DATA, 1);
    CHECK(nuv_stream_close(stream) > 0);
    check_closed(1 << fd);
    CHECK_EQUAL(read(pair[0], &byte, 1), 0);
    world_free(w);
    close(pair[0]);
    open_streams(1 << fd);
  }
}

static void what_the_program_opens_in_their_place_meanwhile_stays(void) {
  int32_t port;
  int pipe_ends[2];
  struct stat status;
  CHECK_EQUAL(pipe(pipe_ends), 0);
  close(0);
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port);
  CHECK_EQUAL(dup2(pipe_ends[0], 0), 0);
  world_free(w);
  CHECK_EQUAL(fstat(0, &status), 0);
  CHECK(S_ISFIFO(status.st_mode));
}

static void fork_and_look(void) {
  int status, child = fork();
  if (child == 0) {
    check_closed(3);
    world_free(world_new(32));
    check_closed(3);
    exit(0); /* libuv closes what it has */
  }
  CHECK_EQUAL(waitpid(child, &status, 0), child);
  CHECK_EQUAL(status, 0);
}

static void a_forked_child_has_them_as_the_program_has(void) {
  int32_t port;
  close_streams(3);
  world *w = world_new(32);
  fork_and_look();
  check_closed(3);
  (void)listen_tcp(w, 0, &port);
  fork_and_look();
  world_free(w);
  check_closed(3);
}

/* ---- Descriptors -------------------------------------------------------------------- */

static int32_t no_drain(void *context) {
  (void)context;
  return 0;
}

static int open_descriptors(void) {
  int count = 0;
  DIR *directory = opendir("/proc/self/fd");
  if (directory == NULL) return -1;
  while (readdir(directory) != NULL) count++;
  closedir(directory);
  return count;
}

static void set_limit(int count) {
  struct rlimit limit;
  CHECK_EQUAL(getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = (rlim_t)count;
  CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

/* The result of nuv_loop_new, or of nuv_loop_drop after it. */
static int32_t make_with(int left) {
  nuv_loop *loop = (nuv_loop *)&left;
  int next = dup(0);
  close(next);
  set_limit(next + left);
  int32_t error = nuv_loop_new(&loop, no_drain, NULL, 32, 1 << 16);
  set_limit(512);
  CHECK((loop == NULL) == (error < 0));
  return error < 0 ? error : nuv_loop_drop(&loop);
}

static void the_first_loop_without_descriptors_is_an_error(void) {
  int left = 0;
  while (make_with(left) == -EMFILE) left++;
  CHECK(left > 4); /* libuv's own, too */
  CHECK_EQUAL(make_with(left), 0);
}

static void a_loop_that_cannot_be_made_leaves_no_descriptor(void) {
  CHECK_EQUAL(nuv_init(), 0);
  int before = open_descriptors();
  for (int left = 0; left < 8; left++) {
    int32_t error = make_with(left);
    CHECK(error == 0 || error == -EMFILE);
    CHECK_EQUAL(open_descriptors(), before);
  }
  CHECK_EQUAL(make_with(8), 0);
}

static void a_loop_is_dropped_once(void) {
  nuv_loop *loop;
  CHECK_EQUAL(nuv_loop_new(&loop, no_drain, NULL, 32, 1 << 16), 0);
  CHECK_EQUAL(nuv_loop_drop(&loop), 0);
  CHECK(loop == NULL);
  CHECK_EQUAL(nuv_loop_drop(&loop), 0);
}

static void a_signal_descriptor_that_cannot_be_made_can_be_made_later(void) {
  world *w = world_new(32);
  nuv_timer *timer = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_start(timer, 60000), 0); /* or the poll would not wait */
  int next = dup(0);
  close(next);
  set_limit(next);
  CHECK_EQUAL(nuv_loop_signal_fd(w->loop), -EMFILE);
  set_limit(512);
  int64_t fd = nuv_loop_signal_fd(w->loop);
  CHECK(fd > 2);
  CHECK_EQUAL(write((int)fd, "x", 1), 1);
  alarm(20);
  CHECK_EQUAL(nuv_loop_poll(w->loop, 1), 0);
  CHECK_EQUAL(nuv_timer_free(timer), 0);
  world_free(w);
}

/* ---- Threads ----------------------------------------------------------------------- */

enum { THREADS = 4, ROUNDS = 25 };

static _Atomic(nuv_loop *) loops[THREADS]; /* that may be woken */
static atomic_int working = THREADS;
static pthread_mutex_t waking = PTHREAD_MUTEX_INITIALIZER;

static void echo(world *w, int32_t port) {
  nuv_lookup *lookup;
  const char *text = "text";
  int64_t length = 4, connections = world_seen(w, NUV_EV_CONNECTION);
  nuv_stream_id client = nuv_stream_new(w->loop, NUV_TCP);
  CHECK_EQUAL(nuv_tcp_connect(client, "127.0.0.1", port), 0);
  CHECK_EQUAL(nuv_lookup_new(&lookup, w->loop, "127.0.0.1", 4, 0), 0);
  int64_t answers = world_seen(w, NUV_EV_LOOKUP), data = world_seen(w, NUV_EV_DATA);
  world_wait(w, NUV_EV_CONNECTION, connections + 1);
  nuv_stream_id accepted = world_last(w, NUV_EV_CONNECTION)->a;
  CHECK_EQUAL(nuv_stream_claim(accepted), NUV_TCP);
  CHECK(nuv_stream_write(client, &text, &length, 1, NUV_WRITE_COPY, 1) >= 0);
  world_wait(w, NUV_EV_DATA, data + 1);
  world_wait(w, NUV_EV_LOOKUP, answers + 1);
  CHECK_EQUAL(nuv_lookup_free(lookup), 0);
  CHECK(nuv_stream_close(client) > 0);
  CHECK(nuv_stream_close(accepted) > 0);
}

static void *work(void *place) {
  int32_t port;
  world *w = world_new(32);
  (void)listen_tcp(w, 0, &port);
  *(_Atomic(nuv_loop *) *)place = w->loop;
  for (int i = 0; i < ROUNDS; i++) {
    echo(w, port);
    world_settle(w);
    w->count = 0;
  }
  pthread_mutex_lock(&waking);
  *(_Atomic(nuv_loop *) *)place = NULL;
  pthread_mutex_unlock(&waking);
  world_free(w);
  working--;
  return NULL;
}

static void loops_of_several_threads_do_not_meet(void) {
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++)
    CHECK_EQUAL(pthread_create(&threads[i], NULL, work, &loops[i]), 0);
  while (working > 0) {
    pthread_mutex_lock(&waking);
    for (int i = 0; i < THREADS; i++) {
      if (loops[i] != NULL) CHECK_EQUAL(nuv_loop_wake(loops[i]), 0);
    }
    pthread_mutex_unlock(&waking);
    usleep(500);
  }
  for (int i = 0; i < THREADS; i++) CHECK_EQUAL(pthread_join(threads[i], NULL), 0);
}

static void threads_that_find_the_streams_closed_do_not_meet_either(void) {
  close_streams(ALL - 1);
  loops_of_several_threads_do_not_meet();
  check_closed(ALL - 1);
}

#define TEST(name) {#name, name}

static const test tests[] = {
    TEST(closed_streams_are_no_place_for_a_loop_s_descriptors),
    TEST(nor_are_those_that_are_closed_after_the_loop_was_made),
    TEST(what_is_accepted_into_their_place_leaves_it),
    TEST(a_connection_that_is_a_standard_stream_is_closed_with_its_stream),
    TEST(what_the_program_opens_in_their_place_meanwhile_stays),
    TEST(a_forked_child_has_them_as_the_program_has),
    TEST(the_first_loop_without_descriptors_is_an_error),
    TEST(a_loop_that_cannot_be_made_leaves_no_descriptor),
    TEST(a_loop_is_dropped_once),
    TEST(a_signal_descriptor_that_cannot_be_made_can_be_made_later),
    TEST(loops_of_several_threads_do_not_meet),
    TEST(threads_that_find_the_streams_closed_do_not_meet_either),
};

int main(int argc, char **argv) {
  return run_tests(tests, (int)(sizeof(tests) / sizeof(tests[0])), argc, argv);
}
