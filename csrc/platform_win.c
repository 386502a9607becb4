/* What libuv has no call for, on Windows: everything in the last section of nuv_internal.h. It was
 * compiled, by mingw-w64, and never run. What cannot be done here is the error UV_ENOSYS. */
#include "nuv_internal.h"

#include <process.h>
#include <stdlib.h>
#include <string.h>

/* ---- Threads ----------------------------------------------------------------- */

static SRWLOCK global_mutex = SRWLOCK_INIT;

void nuv__global_lock(void) {
  AcquireSRWLockExclusive(&global_mutex);
}

void nuv__global_unlock(void) {
  ReleaseSRWLockExclusive(&global_mutex);
}

NUV__THREAD_LOCAL uint64_t nuv__this_thread;
static uint64_t threads; /* that have asked */

uint64_t nuv__thread_number(void) {
  if (nuv__this_thread == 0) {
    nuv__global_lock();
    nuv__this_thread = ++threads;
    nuv__global_unlock();
  }
  return nuv__this_thread;
}

int nuv__is_inherited(uint64_t thread) {
  (void)thread; /* there is no fork() */
  return 0;
}

struct thread_start {
  void (*run)(void *);
  void *argument;
};

static void thread_main(void *argument) {
  struct thread_start start = *(struct thread_start *)argument;
  free(argument);
  start.run(start.argument);
}

int nuv__thread_start(void (*run)(void *), void *argument) {
  struct thread_start *start = malloc(sizeof(*start));
  if (start == NULL) return UV_ENOMEM;
  start->run = run;
  start->argument = argument;
  if (_beginthread(thread_main, 0, start) != (uintptr_t)-1) return 0;
  free(start);
  return UV_EAGAIN;
}

/* The packet that ended the waiting is put back, for libuv to take. */
int nuv__wait(const uv_loop_t *loop) {
  DWORD bytes;
  ULONG_PTR key;
  OVERLAPPED *overlapped = NULL;
  GetQueuedCompletionStatus(loop->iocp, &bytes, &key, &overlapped, INFINITE);
  if (overlapped != NULL) PostQueuedCompletionStatus(loop->iocp, bytes, key, overlapped);
  return 0;
}

void nuv__heap_keep(void) {
}

/* ---- The standard streams: a socket is no descriptor here -------------------- */

int nuv__uv_loop_init(uv_loop_t *loop) {
  return uv_loop_init(loop);
}

int nuv__stdio_hold(void) {
  return 0;
}

void nuv__stdio_release(void) {
}

void nuv__stdio_close(uv_os_fd_t fd) {
  (void)fd;
}

int nuv__process_init(int (*make_first_loop)(void)) {
  return make_first_loop();
}

/* ---- Sockets ----------------------------------------------------------------- */

static int set_option(uv_os_fd_t fd, int level, int name, int value) {
  if (setsockopt((uv_os_sock_t)fd, level, name, (const void *)&value, sizeof(value)) == 0) return 0;
  return uv_translate_sys_error(WSAGetLastError());
}

#if defined(TCP_KEEPIDLE)
#define NUV_KEEP_IDLE TCP_KEEPIDLE
#elif defined(TCP_KEEPALIVE)
#define NUV_KEEP_IDLE TCP_KEEPALIVE
#endif

/* Node's keep-alive: a probe each second, ten of them, after `seconds` idle; 0
 * leaves the system's idle time. */
int nuv__socket_keep_alive(uv_os_fd_t fd, int on, int seconds) {
  int error = set_option(fd, SOL_SOCKET, SO_KEEPALIVE, on != 0);
  (void)seconds; /* of no use to older headers */
  if (error < 0 || !on) return error;
#ifdef NUV_KEEP_IDLE
  if (seconds > 0) error = set_option(fd, IPPROTO_TCP, NUV_KEEP_IDLE, seconds);
#endif
#ifdef TCP_KEEPCNT
  if (error == 0) error = set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, 10);
#endif
#ifdef TCP_KEEPINTVL
  if (error == 0) error = set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, 1);
#endif
  return error;
}

int nuv__socket_shutdown(uv_os_fd_t fd) {
  if (shutdown((uv_os_sock_t)fd, SD_SEND) == 0) return 0;
  return uv_translate_sys_error(WSAGetLastError());
}

int64_t nuv__socket_unread(uv_os_fd_t fd) {
  u_long count = 0;
  return ioctlsocket((uv_os_sock_t)fd, FIONREAD, &count) == 0 ? (int64_t)count : 0;
}

int nuv__socket_linger_zero(uv_os_fd_t fd) {
  struct linger linger = {1, 0};
  const void *value = &linger;
  if (setsockopt((uv_os_sock_t)fd, SOL_SOCKET, SO_LINGER, value, sizeof(linger)) == 0) return 0;
  return uv_translate_sys_error(WSAGetLastError());
}

int nuv__socket_sends(uv_os_fd_t fd) {
  (void)fd;
  return 0;
}

int64_t nuv__socket_send(uv_os_fd_t fd, const char *data, size_t length) {
  (void)fd;
  (void)data;
  (void)length;
  return UV_ENOTSOCK;
}

int64_t nuv__socket_send_all(uv_os_fd_t fd, const uv_buf_t *buffers, int32_t count) {
  (void)fd;
  (void)buffers;
  (void)count;
  return UV_ENOTSOCK;
}

int64_t nuv__read(uv_os_fd_t fd, char *memory, size_t length) {
  (void)fd;
  (void)memory;
  (void)length;
  return 0; /* what libuv takes for the end is the end */
}

int nuv__has_hung_up(uv_os_fd_t fd) {
  (void)fd;
  return 0; /* libuv looks itself */
}

int32_t nuv_fd_kind(int64_t fd) {
  switch (uv_guess_handle((uv_file)fd)) {
    case UV_TCP: return NUV_TCP;
    case UV_NAMED_PIPE: return NUV_PIPE;
    default: return UV_EINVAL;
  }
}

int nuv__translate_eai(int error) {
  return uv_translate_sys_error(error);
}

void nuv__wake_drain(uv_os_sock_t fd) {
  char bytes[256];
  while (recv(fd, bytes, sizeof(bytes), 0) > 0) {
  }
}

void nuv__wake_close(uv_os_sock_t fd) {
  closesocket(fd);
}

/* ---- SIGPIPE: there is none -------------------------------------------------- */

void nuv__sigpipe_hold(nuv__sigpipe *state) {
  (void)state;
}

void nuv__sigpipe_release(nuv__sigpipe *state) {
  (void)state;
}

/* ---- Named pipes ------------------------------------------------------------- */

int nuv__pipe_bind(nuv_stream *stream, char *path, size_t length) {
  (void)length;
  return uv_pipe_bind(&stream->uv.pipe, path);
}

int nuv__pipe_check(const char *path, size_t length) {
  (void)path;
  (void)length;
  return 0; /* libuv connects to all of them */
}

int nuv__pipe_socket(void) {
  return UV_ENOSYS;
}

int nuv__pipe_join(nuv_stream *stream, int fd, const char *path, size_t length) {
  (void)stream;
  (void)fd;
  (void)path;
  (void)length;
  return UV_ENOSYS;
}

int nuv__pipe_chmod(nuv_stream *stream, int32_t mode) {
  int flags = mode & NUV_PIPE_READABLE ? UV_READABLE : 0;
  if (mode & NUV_PIPE_WRITABLE) flags |= UV_WRITABLE;
  return uv_pipe_chmod(&stream->uv.pipe, flags);
}

void nuv__pipe_unlink(const nuv__listener *listener) {
  (void)listener; /* a pipe goes with its last handle */
}

/* ---- Listening --------------------------------------------------------------- */

/* libuv accepts, one connection ahead: it goes on when that is taken. */
static void on_connection(uv_stream_t *uv, int status) {
  nuv_stream *server = uv->data;
  server->listener->waiting = status == 0;
  server->listener->on_waiting(server, status);
}

int nuv__listen(nuv_stream *server, int backlog) {
  return uv_listen(&server->uv.stream, backlog, on_connection);
}

int nuv__listen_watch(nuv_stream *server, int on) {
  (void)server;
  (void)on;
  return 0;
}

void nuv__listen_over(nuv__listener *listener) {
  (void)listener; /* libuv keeps no descriptor for it */
}

int nuv__accept(nuv_stream *server) {
  if (!server->listener->waiting) return UV_EAGAIN;
  server->listener->waiting = 0;
  return 0;
}

int nuv__turn_away(nuv_stream *server) {
  (void)server; /* a want of descriptors is not known here */
  return UV_ENOSYS;
}

int nuv__accept_open(nuv_stream *server, nuv_stream *stream, int accepted) {
  (void)accepted;
  return uv_accept(&server->uv.stream, &stream->uv.stream);
}
