/* System calls and allocations that fail, by functions that stand before the real ones. */
#include <dlfcn.h>
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include "check.h"
#include "world.h"

static const char TEXT[] = "the quick brown fox";

/* ---- What fails ------------------------------------------------------------ */

static int reads_to_fail; /* so many read()s of sockets give this error: */
static int read_error;

typedef void *(*realloc_function)(void *, size_t);
typedef ssize_t (*read_function)(int, void *, size_t);

ssize_t read(int fd, void *memory, size_t length) {
  static read_function real;
  int type;
  socklen_t size = sizeof(type);
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "read");
  if (reads_to_fail > 0 && getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0) {
    reads_to_fail--;
    errno = read_error;
    return -1;
  }
  return real(fd, memory, length);
}

static int writes_to_come; /* so many uv_write()s until one fails; 0: none does */

static int one_write_fails(const uv_buf_t buffers[], unsigned count) {
  (void)buffers;
  (void)count;
  return writes_to_come > 0 && --writes_to_come == 0 ? UV_ENOMEM : 0;
}

static int no_memory; /* libuv gets none; the core does */

static void *failing_malloc(size_t size) {
  return no_memory ? NULL : malloc(size);
}

static void *failing_realloc(void *block, size_t size) {
  return no_memory ? NULL : realloc(block, size);
}

static void *failing_calloc(size_t count, size_t size) {
  return no_memory ? NULL : calloc(count, size);
}

static int no_growth; /* what the core has cannot grow */

void *realloc(void *block, size_t size) {
  static realloc_function real;
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "realloc");
  return no_growth && block != NULL ? NULL : real(block, size);
}

/* ---- Records ---------------------------------------------------------------- */

#define MANY 300

/* More ends in one turn than there is room for: each comes, or was refused. */
static void an_end_without_memory_for_its_record_is_refused(void) {
  int peers[MANY];
  nuv_stream_id streams[MANY];
  int ended = 0;
  world *w = world_new(32);
  for (int i = 0; i < MANY; i++) streams[i] = accept_peer(w, &peers[i]);
  no_growth = 1;
  for (int i = 0; i < MANY; i++) {
    int error = nuv_stream_shutdown(streams[i]);
    CHECK(error == 0 || error == -ENOMEM);
    ended += error == 0;
  }
  CHECK(ended > 0 && ended < MANY);
  world_wait(w, NUV_EV_SHUTDOWN, ended);
  no_growth = 0;
  world_free(w);
  for (int i = 0; i < MANY; i++) close(peers[i]);
}

static void many_closes_without_memory_all_come(void) {
  int peers[MANY];
  nuv_stream_id streams[MANY];
  world *w = world_new(32);
  for (int i = 0; i < MANY; i++) streams[i] = accept_peer(w, &peers[i]);
  no_growth = 1;
  for (int i = 0; i < MANY; i++) CHECK(nuv_stream_close(streams[i]) > 0);
  world_wait(w, NUV_EV_CLOSED, MANY);
  no_growth = 0;
  for (int i = 0; i < MANY; i++) CHECK_EQUAL(nuv_stream_free(streams[i]), 0);
  world_free(w);
  for (int i = 0; i < MANY; i++) close(peers[i]);
}

/* ---- Reading ---------------------------------------------------------------- */

static void check_read_error(world *w, int error) {
  world_wait(w, NUV_EV_READ_ERROR, 1);
  CHECK_EQUAL(world_last(w, NUV_EV_READ_ERROR)->a, -error);
  world_settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_READ_ERROR), 1);
}

static void a_read_without_kernel_memory_is_an_error_after_what_has_come(void) {
  int peer;
  world *w = world_new(32);
  (void)accept_peer(w, &peer);
  CHECK_EQUAL(write(peer, TEXT, sizeof(TEXT)), sizeof(TEXT));
  read_error = ENOBUFS;
  reads_to_fail = 1;
  check_read_error(w, ENOBUFS);
  CHECK_EQUAL(w->length, sizeof(TEXT));
  CHECK(memcmp(w->bytes, TEXT, sizeof(TEXT)) == 0);
  CHECK(world_last(w, NUV_EV_DATA) < world_last(w, NUV_EV_READ_ERROR));
  world_free(w);
  close(peer);
}

static void reads_that_go_on_failing_are_one_error(void) {
  static const int errors[] = {ENOBUFS, ENOMEM, EIO};
  for (int i = 0; i < 3; i++) {
    int peer;
    world *w = world_new(32);
    (void)accept_peer(w, &peer);
    CHECK_EQUAL(write(peer, TEXT, sizeof(TEXT)), sizeof(TEXT));
    read_error = errors[i];
    reads_to_fail = 1000;
    check_read_error(w, errors[i]);
    reads_to_fail = 0;
    world_free(w);
    close(peer);
  }
}

static void a_read_into_user_memory_without_kernel_memory_is_an_error(void) {
  int peer;
  char memory[64];
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  CHECK_EQUAL(nuv_stream_read_stop(stream), 0);
  CHECK_EQUAL(nuv_stream_set_user_buffer(stream, memory, sizeof(memory)), 0);
  CHECK_EQUAL(nuv_stream_read_start(stream), 0);
  CHECK_EQUAL(write(peer, TEXT, sizeof(TEXT)), sizeof(TEXT));
  read_error = ENOBUFS;
  reads_to_fail = 1;
  check_read_error(w, ENOBUFS);
  CHECK_EQUAL(world_last(w, NUV_EV_READ)->a, sizeof(TEXT));
  CHECK(memcmp(memory, TEXT, sizeof(TEXT)) == 0);
  world_free(w);
  close(peer);
}

/* ---- Writing ---------------------------------------------------------------- */

enum { CHUNKS = 21, CHUNK = 1 << 18 };

static char chunk_of[CHUNKS][CHUNK];

/* Long chunks and short ones in turn; each has bytes of its own. Returns the length of all. */
static int64_t write_many(nuv_stream_id stream, int32_t flags, int32_t *result) {
  const char *data[2 * CHUNKS];
  int64_t lengths[2 * CHUNKS], total = 0;
  for (int i = 0; i < CHUNKS; i++) {
    memset(chunk_of[i], 'a' + i, CHUNK);
    data[2 * i] = data[2 * i + 1] = chunk_of[i];
    lengths[2 * i] = CHUNK;
    lengths[2 * i + 1] = i % 3;
    total += CHUNK + i % 3;
  }
  *result = nuv_stream_write(stream, data, lengths, 2 * CHUNKS, flags, 7);
  return total;
}

static void check_many(const char *bytes, int64_t length) {
  int64_t at = 0;
  for (int i = 0; i < CHUNKS; i++) {
    for (int64_t k = 0; k < CHUNK + i % 3 && at < length; k++, at++)
      CHECK_EQUAL(bytes[at], 'a' + i);
  }
  CHECK_EQUAL(at, length);
}

/* Reads to the end what comes, while the core writes. */
static int64_t read_while_polling(world *w, int peer, char **bytes) {
  int64_t length = 0;
  *bytes = malloc(CHUNKS * (CHUNK + 3));
  for (;;) {
    ssize_t got = recv(peer, *bytes + length, CHUNK, MSG_DONTWAIT);
    if (got == 0) return length;
    if (got > 0) length += got;
    CHECK(got > 0 || errno == EAGAIN);
    CHECK(nuv_loop_poll(w->loop, 0) >= 0);
    world_dispatch(w);
    if (nuv_loop_flush_deferred(w->loop) > 0) world_dispatch(w);
  }
}

static void many_chunks_go(int32_t flags) {
  int peer;
  int32_t result;
  char *bytes;
  CHECK_EQUAL(uv_replace_allocator(failing_malloc, failing_realloc, failing_calloc, free), 0);
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  no_memory = 1;
  int64_t total = write_many(stream, flags | NUV_WRITE_NOTIFY, &result);
  no_memory = 0;
  CHECK_EQUAL(result, 1);
  if (flags & NUV_WRITE_COPY) memset(chunk_of, '?', sizeof(chunk_of));
  CHECK_EQUAL(nuv_stream_shutdown(stream), 0);
  CHECK_EQUAL(read_while_polling(w, peer, &bytes), total);
  check_many(bytes, total);
  CHECK_EQUAL(nuv_stream_get_bytes_written(stream), total);
  world_wait(w, NUV_EV_SHUTDOWN, 1);
  CHECK_EQUAL(world_seen(w, NUV_EV_WRITTEN), 1);
  CHECK_EQUAL(world_last(w, NUV_EV_WRITTEN)->b, 7);
  CHECK_EQUAL(world_last(w, NUV_EV_WRITTEN)->a, 0);
  CHECK(nuv_stream_close(stream) > 0);
  world_wait(w, NUV_EV_CLOSED, 2);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  free(bytes);
  world_free(w);
  close(peer);
}

static void many_chunks_need_no_memory_of_libuv(void) {
  many_chunks_go(0);
}

static void many_chunks_that_may_change_are_copied(void) {
  many_chunks_go(NUV_WRITE_COPY);
}

static void a_write_that_is_closed_is_told_once_and_goes(void) {
  int peer;
  int32_t result;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  (void)write_many(stream, NUV_WRITE_NOTIFY, &result);
  CHECK_EQUAL(result, 1);
  CHECK(nuv_stream_close(stream) > 0);
  world_settle(w);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  world_free(w); /* the leak checker is the judge */
  close(peer);
}

/* The write fails at the uv_write() of this number. */
static void fail_at(int number, int32_t expected) {
  int peer;
  int32_t result;
  world *w = world_new(32);
  nuv_stream_id stream = accept_peer(w, &peer);
  writes_to_come = number;
  world_write_error = one_write_fails;
  (void)write_many(stream, NUV_WRITE_NOTIFY, &result);
  writes_to_come = 0;
  CHECK_EQUAL(result, expected);
  if (expected >= 0) {
    world_wait(w, NUV_EV_WRITTEN, 1);
    CHECK_EQUAL(world_last(w, NUV_EV_WRITTEN)->a, -ENOMEM);
  }
  CHECK(nuv_stream_close(stream) > 0);
  world_settle(w);
  CHECK_EQUAL(world_seen(w, NUV_EV_WRITTEN), expected >= 0);
  CHECK_EQUAL(nuv_loop_alive(w->loop), 0);
  world_free(w);
  close(peer);
}

static void a_write_that_libuv_refuses_is_refused(void) {
  fail_at(1, -ENOMEM);
}

static void a_write_that_libuv_refuses_halfway_is_told(void) {
  fail_at(2, 1);
}

#define TEST(name) {#name, name}

static const test tests[] = {
    TEST(an_end_without_memory_for_its_record_is_refused),
    TEST(many_closes_without_memory_all_come),
    TEST(a_read_without_kernel_memory_is_an_error_after_what_has_come),
    TEST(reads_that_go_on_failing_are_one_error),
    TEST(a_read_into_user_memory_without_kernel_memory_is_an_error),
    TEST(many_chunks_need_no_memory_of_libuv),
    TEST(many_chunks_that_may_change_are_copied),
    TEST(a_write_that_is_closed_is_told_once_and_goes),
    TEST(a_write_that_libuv_refuses_is_refused),
    TEST(a_write_that_libuv_refuses_halfway_is_told),
};

int main(int argc, char **argv) {
  return run_tests(tests, (int)(sizeof(tests) / sizeof(tests[0])), argc, argv);
}
