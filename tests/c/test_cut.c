/* Long writes go in pieces: this program has a core whose longest piece is 4096 bytes, and a libuv
 * and a kernel that refuse more than four of them at once. */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include "check.h"
#include "world.h"

#define LONGEST ((size_t)NUV__LONGEST)
#define MOST (4 * LONGEST)

/* ---- What refuses too much --------------------------------------------------- */

static int64_t largest; /* what was asked for in one go */

static int is_too_much(size_t length) {
  if ((int64_t)length > largest) largest = (int64_t)length;
  return length > MOST;
}

static size_t total(const uv_buf_t *buffers, size_t count) {
  size_t sum = 0;
  for (size_t i = 0; i < count; i++) sum += buffers[i].len;
  return sum;
}

typedef ssize_t (*send_function)(int, const void *, size_t, int);
typedef ssize_t (*sendmsg_function)(int, const struct msghdr *, int);

ssize_t send(int fd, const void *data, size_t length, int flags) {
  static send_function real;
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "send");
  if (!is_too_much(length)) return real(fd, data, length, flags);
  errno = EINVAL;
  return -1;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  static sendmsg_function real;
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "sendmsg");
  if (!is_too_much(total((const uv_buf_t *)message->msg_iov, message->msg_iovlen))) {
    return real(fd, message, flags);
  }
  errno = EINVAL;
  return -1;
}

/* As libuv 1.53. */
static int refuse(const uv_buf_t buffers[], unsigned count) {
  return is_too_much(total(buffers, count)) ? UV_EINVAL : 0;
}

/* ---- What is written ---------------------------------------------------------- */

static char *pattern(size_t length) {
  char *bytes = malloc(length);
  for (size_t i = 0; i < length; i++) bytes[i] = (char)(i * 7 + i / 251);
  return bytes;
}

typedef struct reader {
  int fd;
  char *bytes;
  int64_t length;
} reader;

static void *read_to_the_end(void *argument) {
  reader *all = argument;
  all->length = peer_read_all(all->fd, &all->bytes);
  return NULL;
}

/* Ends the stream, and checks that its peer gets these bytes. */
static void check_arrives(world *w, nuv_stream_id stream, int peer, const char *bytes,
                          size_t length) {
  pthread_t thread;
  reader all = {peer, NULL, 0};
  CHECK_EQUAL(nuv_stream_get_bytes_written(stream), (int64_t)length);
  CHECK_EQUAL(nuv_stream_shutdown(stream), 0);
  CHECK_EQUAL(pthread_create(&thread, NULL, read_to_the_end, &all), 0);
  world_wait(w, NUV_EV_SHUTDOWN, 1);
  CHECK_EQUAL(pthread_join(thread, NULL), 0);
  CHECK_EQUAL(all.length, (int64_t)length);
  CHECK(memcmp(all.bytes, bytes, length) == 0);
  CHECK(largest > 0 && largest <= (int64_t)MOST);
  free(all.bytes);
}

#define LONG (LONGEST * 2500 + 77) /* 10 MB: more than the kernel has room for */

static void one_chunk_goes(int flags) {
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  char *bytes = pattern(LONG);
  char *given = flags & NUV_WRITE_COPY ? pattern(LONG) : bytes;
  const char *chunk = given;
  int64_t length = LONG;
  CHECK_EQUAL(nuv_stream_write(stream, &chunk, &length, 1, flags | NUV_WRITE_NOTIFY, 5), 1);
  if (given != bytes) memset(given, 0, LONG);
  CHECK(nuv_stream_queue_size(stream) > 0);
  check_arrives(w, stream, peer, bytes, LONG);
  CHECK_EQUAL(world_seen(w, NUV_EV_WRITTEN), 1);
  CHECK_EQUAL(world_last(w, NUV_EV_WRITTEN)->a, 0);
  CHECK_EQUAL(world_last(w, NUV_EV_WRITTEN)->b, 5);
  if (given != bytes) free(given);
  free(bytes);
  world_free(w);
  close(peer);
}

static void a_long_chunk_arrives_whole(void) {
  one_chunk_goes(0);
}

static void a_long_chunk_that_may_change_arrives_whole(void) {
  one_chunk_goes(NUV_WRITE_COPY);
}

/* Around the longest piece, and empty ones, between short ones. */
static const size_t LENGTHS[] = {
    0, 1, LONGEST - 1, LONGEST, LONGEST + 1, 0, 2 * LONGEST, 3, 2 * LONGEST + 1, 5 * LONGEST - 1,
    7, 0, 9 * LONGEST, 70000};
#define COUNT ((int)(sizeof(LENGTHS) / sizeof(LENGTHS[0])))
#define ROUNDS 40

static void many_chunks_go(int flags) {
  int peer;
  const char *chunks[COUNT * ROUNDS];
  int64_t lengths[COUNT * ROUNDS];
  size_t length = 0;
  char *bytes = pattern(ROUNDS * (22 * LONGEST + 70011));
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  for (int i = 0; i < COUNT * ROUNDS; i++) {
    chunks[i] = bytes + length;
    lengths[i] = (int64_t)LENGTHS[i % COUNT];
    length += LENGTHS[i % COUNT];
  }
  for (int round = 0; round < 2; round++) { /* the second is queued whole */
    const char *const *from = chunks + round * COUNT;
    int32_t count = round == 0 ? COUNT : COUNT * (ROUNDS - 1);
    CHECK(nuv_stream_write(stream, from, lengths, count, flags, 0) >= 0);
  }
  check_arrives(w, stream, peer, bytes, length);
  free(bytes);
  world_free(w);
  close(peer);
}

static void long_chunks_among_others_arrive_in_order(void) {
  many_chunks_go(0);
}

static void long_chunks_among_others_that_may_change_arrive_in_order(void) {
  many_chunks_go(NUV_WRITE_COPY);
}

static void what_is_tried_and_what_is_left_are_the_whole(void) {
  int peer;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  char *bytes = pattern(LONG);
  int64_t left = nuv_stream_try_write(stream, bytes, LONG);
  CHECK(left > 0 && left < (int64_t)LONG);
  CHECK_EQUAL(nuv_stream_get_bytes_written(stream), (int64_t)LONG - left);
  const char *rest = bytes + LONG - left;
  CHECK_EQUAL(nuv_stream_write(stream, &rest, &left, 1, 0, 0), 1);
  check_arrives(w, stream, peer, bytes, LONG);
  free(bytes);
  world_free(w);
  close(peer);
}

/* No socket: libuv writes all of it. */
static void a_long_chunk_goes_into_a_pipe_that_is_no_socket(void) {
  int pair[2];
  pthread_t thread;
  world *w = world_new(32);
  CHECK_EQUAL(pipe(pair), 0);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_PIPE);
  CHECK_EQUAL(nuv_pipe_open(stream, pair[1]), 0);
  char *bytes = pattern(LONG);
  const char *chunk = bytes;
  int64_t length = LONG;
  CHECK_EQUAL(nuv_stream_write(stream, &chunk, &length, 1, NUV_WRITE_NOTIFY, 0), 1);
  reader all = {pair[0], NULL, 0};
  CHECK_EQUAL(pthread_create(&thread, NULL, read_to_the_end, &all), 0);
  world_wait(w, NUV_EV_WRITTEN, 1);
  CHECK_EQUAL(world_last(w, NUV_EV_WRITTEN)->a, 0);
  CHECK(nuv_stream_close(stream) > 0);
  world_wait(w, NUV_EV_CLOSED, 1);
  CHECK_EQUAL(pthread_join(thread, NULL), 0);
  CHECK_EQUAL(all.length, length);
  CHECK(memcmp(all.bytes, bytes, LONG) == 0);
  CHECK(largest > 0 && largest <= (int64_t)MOST);
  free(all.bytes);
  free(bytes);
  world_free(w);
  close(pair[0]);
}

#define TEST(name) {#name, name}

static const test tests[] = {
    TEST(a_long_chunk_arrives_whole),
    TEST(a_long_chunk_that_may_change_arrives_whole),
    TEST(long_chunks_among_others_arrive_in_order),
    TEST(long_chunks_among_others_that_may_change_arrive_in_order),
    TEST(what_is_tried_and_what_is_left_are_the_whole),
    TEST(a_long_chunk_goes_into_a_pipe_that_is_no_socket),
};

int main(int argc, char **argv) {
  world_write_error = refuse;
  return run_tests(tests, (int)(sizeof(tests) / sizeof(tests[0])), argc, argv);
}
