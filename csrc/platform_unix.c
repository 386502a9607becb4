/* What libuv has no call for, on Unix: everything in the last section of nuv_internal.h. */
#include "nuv_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* ---- Threads ----------------------------------------------------------------- */

/* libuv's own would have to be made, which can fail. */
static pthread_mutex_t global_mutex = PTHREAD_MUTEX_INITIALIZER;

void nuv__global_lock(void) {
  pthread_mutex_lock(&global_mutex);
}

void nuv__global_unlock(void) {
  pthread_mutex_unlock(&global_mutex);
}

NUV__THREAD_LOCAL uint64_t nuv__this_thread;
static uint64_t threads;                   /* that have asked; what a fork inherits counts on */
static uint64_t first_thread = 1;          /* of this process, and not of one it is a fork of */

uint64_t nuv__thread_number(void) {
  if (nuv__this_thread == 0) {
    nuv__global_lock();
    nuv__this_thread = ++threads;
    nuv__global_unlock();
  }
  return nuv__this_thread;
}

int nuv__is_inherited(uint64_t thread) {
  return thread < first_thread;
}

struct thread_start {
  void (*run)(void *);
  void *argument;
};

static void *thread_main(void *argument) {
  struct thread_start start = *(struct thread_start *)argument;
  free(argument);
  start.run(start.argument);
  return NULL;
}

/* Signals belong to the threads Python knows. */
static int start_detached(struct thread_start *start) {
  pthread_t thread;
  pthread_attr_t attributes;
  sigset_t all, before;
  int error = pthread_attr_init(&attributes);
  if (error != 0) return -error;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  error = pthread_create(&thread, &attributes, thread_main, start);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  return -error;
}

int nuv__thread_start(void (*run)(void *), void *argument) {
  struct thread_start *start = malloc(sizeof(*start));
  if (start == NULL) return UV_ENOMEM;
  start->run = run;
  start->argument = argument;
  int error = start_detached(start);
  if (error < 0) free(start);
  return error;
}

int nuv__wait(const uv_loop_t *loop) {
  struct pollfd backend = {uv_backend_fd(loop), POLLIN, 0};
  while (poll(&backend, 1, -1) < 0) {
    if (errno != EINTR) return -errno;
  }
  return 0;
}

/* glibc gives the top of its heap back to the system when 128 KiB of it are free,
 * so large messages may cost page faults each, or none, as chance has laid the
 * heap out. It takes a higher mark from the largest block it has unmapped. */
void nuv__heap_keep(void) {
#ifdef __GLIBC__
  void *volatile block = malloc(1 << 20);
  free(block);
#endif
}

/* ---- The standard streams, and forks ----------------------------------------- */

/* Descriptors 0, 1 and 2 that the program has closed are the next that the system gives.
 * libuv aborts where it is to close such a one, and what the program writes to its standard
 * output would go there. So /dev/null has their place wherever libuv makes descriptors. */
static struct {
  int holders;
  struct {
    int ours;
    dev_t device;
    ino_t inode;
  } places[STDERR_FILENO + 1];
} stdio;

/* libuv < 1.51 leaves the backend's descriptor open when it fails; where it does not
 * come as far, or closes it, there is none, or a 0. */
int nuv__uv_loop_init(uv_loop_t *loop) {
  int error = uv_loop_init(loop);
  if (error < 0 && uv_backend_fd(loop) > STDERR_FILENO) close(uv_backend_fd(loop));
  return error;
}

static int is_closed(int fd) {
  return fcntl(fd, F_GETFD) < 0 && errno == EBADF;
}

static int any_is_closed(void) {
  struct pollfd all[] = {{0, 0, 0}, {1, 0, 0}, {2, 0, 0}};
  if (poll(all, 3, 0) == 0) return 0;
  return is_closed(0) || is_closed(1) || is_closed(2);
}

static int open_filler(void) {
  int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (fd < 0) fd = open("/", O_RDONLY | O_CLOEXEC); /* as libuv, where there is none */
  return fd < 0 ? -errno : fd;
}

static void remember_place(int place) {
  struct stat status;
  if (fstat(place, &status) < 0) return;
  stdio.places[place].ours = 1;
  stdio.places[place].device = status.st_dev;
  stdio.places[place].inode = status.st_ino;
}

static int fill_place(int place) {
  int fd = open_filler();
  if (fd < 0) return fd;
  if (fd == place) {
    remember_place(place);
  } else {
    close(fd); /* another thread has opened something there */
  }
  return 0;
}

/* Closes what is in the place. While somebody holds them it is filled in the same moment: it was
 * taken then, or he would have filled it. */
static void vacate_place(int place) {
  int filler = stdio.holders > 0 ? open_filler() : -1;
  if (filler < 0 || dup2(filler, place) < 0 || fcntl(place, F_SETFD, FD_CLOEXEC) < 0) {
    close(place);
  } else {
    remember_place(place);
  }
  if (filler > STDERR_FILENO) close(filler);
  else if (filler >= 0) remember_place(filler);
}

/* The program may have opened something else in its place. */
static void empty_place(int place) {
  struct stat status;
  if (!stdio.places[place].ours) return;
  stdio.places[place].ours = 0;
  int flags = fcntl(place, F_GETFD);
  if (flags < 0 || !(flags & FD_CLOEXEC) || fstat(place, &status) < 0) return;
  if (status.st_dev != stdio.places[place].device) return;
  if (status.st_ino == stdio.places[place].inode) close(place);
}

static void release_locked(void) {
  if (--stdio.holders > 0) return;
  for (int place = 0; place <= STDERR_FILENO; place++) empty_place(place);
}

static int hold_locked(void) {
  int error = 0;
  stdio.holders++;
  if (!any_is_closed()) return 0;
  for (int place = 0; error == 0 && place <= STDERR_FILENO; place++) {
    if (is_closed(place)) error = fill_place(place);
  }
  if (error < 0) release_locked();
  return error;
}

int nuv__stdio_hold(void) {
  nuv__global_lock();
  int error = hold_locked();
  nuv__global_unlock();
  return error;
}

void nuv__stdio_release(void) {
  nuv__global_lock();
  release_locked();
  nuv__global_unlock();
}

/* For what was made where they are not held: `fd`, or in its place one above the standard
 * streams; or an error, and it is closed. */
static int leave_stdio(int fd) {
  if (fd < 0 || fd > STDERR_FILENO) return fd;
  nuv__global_lock();
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  int error = -errno;
  vacate_place(fd);
  nuv__global_unlock();
  return copy < 0 ? error : copy;
}

void nuv__stdio_close(uv_os_fd_t fd) {
  if (fd <= STDERR_FILENO) close(fd);
}

/* A forked child's libuv makes a pipe anew: in no place of the standard streams. */
static int held_for_fork;

static void before_fork(void) {
  nuv__global_lock();
  held_for_fork = hold_locked() == 0;
}

static void in_parent(void) {
  if (held_for_fork) release_locked();
  nuv__global_unlock();
}

static void in_child(void) {
  first_thread = threads + 1;
  nuv__this_thread = 0;
  stdio.holders = 1; /* those of other threads did not come along */
  release_locked();
  nuv__global_unlock(); /* taken before the fork: else another thread may have it for ever */
}

#define SPARE 8 /* more descriptors than libuv takes for its first loop */

/* Whether there are as many left: libuv aborts where its first loop lacks one. */
static int check_spare(void) {
  uv_file fds[SPARE];
  int count = 0, error = 0;
  for (; error == 0 && count < SPARE; count += 2) error = uv_pipe(&fds[count], 0, 0);
  if (error < 0) count -= 2;
  while (count > 0) close(fds[--count]);
  return error;
}

static int init_locked(int (*make_first_loop)(void)) {
  int error = hold_locked();
  if (error < 0) return error;
  error = check_spare();
  if (error == 0) error = make_first_loop();
  if (error == 0) error = -pthread_atfork(before_fork, in_parent, in_child);
  release_locked();
  return error;
}

int nuv__process_init(int (*make_first_loop)(void)) {
  static int is_done;
  nuv__global_lock();
  int error = is_done ? 0 : init_locked(make_first_loop);
  if (error == 0) is_done = 1;
  nuv__global_unlock();
  return error;
}

/* ---- Sockets ----------------------------------------------------------------- */

static int set_option(uv_os_fd_t fd, int level, int name, int value) {
  if (setsockopt((uv_os_sock_t)fd, level, name, (const void *)&value, sizeof(value)) == 0) return 0;
  return -errno;
}

#if defined(TCP_KEEPIDLE)
#define NUV_KEEP_IDLE TCP_KEEPIDLE
#elif defined(TCP_KEEPALIVE)
#define NUV_KEEP_IDLE TCP_KEEPALIVE /* macOS' name for it */
#endif

/* Node's keep-alive: a probe each second, ten of them, after `seconds` idle; 0
 * leaves the system's idle time. */
int nuv__socket_keep_alive(uv_os_fd_t fd, int on, int seconds) {
  int error = set_option(fd, SOL_SOCKET, SO_KEEPALIVE, on != 0);
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
  return shutdown(fd, SHUT_WR) == 0 ? 0 : -errno;
}

int64_t nuv__socket_unread(uv_os_fd_t fd) {
  int count = 0;
  return ioctl(fd, FIONREAD, &count) == 0 ? count : 0;
}

int nuv__socket_linger_zero(uv_os_fd_t fd) {
  struct linger linger = {1, 0};
  const void *value = &linger;
  if (setsockopt((uv_os_sock_t)fd, SOL_SOCKET, SO_LINGER, value, sizeof(linger)) == 0) return 0;
  return -errno;
}

#ifdef MSG_NOSIGNAL
#define SEND_FLAGS (MSG_NOSIGNAL | MSG_DONTWAIT)
#else
#define SEND_FLAGS MSG_DONTWAIT /* macOS' sockets have an option against SIGPIPE */
#endif

int nuv__socket_sends(uv_os_fd_t fd) {
#if defined(MSG_NOSIGNAL)
  (void)fd;
  return 1; /* send() says UV_ENOTSOCK soon enough */
#elif defined(SO_NOSIGPIPE)
  return set_option(fd, SOL_SOCKET, SO_NOSIGPIPE, 1) == 0;
#else
  (void)fd;
  return 0;
#endif
}

static int64_t send_error(void) {
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS) return UV_EAGAIN;
#ifdef __APPLE__
  if (errno == EPROTOTYPE) return UV_ECONNRESET; /* the peer is going, says macOS so */
#endif
  return -errno;
}

int64_t nuv__socket_send(uv_os_fd_t fd, const char *data, size_t length) {
  ssize_t sent;
  do {
    sent = send(fd, data, length, SEND_FLAGS);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? send_error() : sent;
}

int64_t nuv__socket_send_all(uv_os_fd_t fd, const uv_buf_t *buffers, int32_t count) {
  struct msghdr message;
  ssize_t sent;
  memset(&message, 0, sizeof(message));
  message.msg_iov = (struct iovec *)buffers; /* libuv has made them alike */
  message.msg_iovlen = (unsigned)count;
  do {
    sent = sendmsg(fd, &message, SEND_FLAGS);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? send_error() : sent;
}

int64_t nuv__read(uv_os_fd_t fd, char *memory, size_t length) {
  ssize_t got;
  do {
    got = read(fd, memory, length);
  } while (got < 0 && errno == EINTR);
  if (got >= 0) return got;
  return errno == EWOULDBLOCK ? UV_EAGAIN : -errno;
}

int nuv__has_hung_up(uv_os_fd_t fd) {
  struct pollfd peer = {fd, 0, 0};
  return poll(&peer, 1, 0) == 1 && (peer.revents & POLLHUP);
}

int32_t nuv_fd_kind(int64_t fd) {
  struct sockaddr_storage address;
  socklen_t size = sizeof(address);
  int type;
  socklen_t type_size = sizeof(type);
  if ((int64_t)(int)fd != fd) return UV_EBADF;
  if (getsockname((int)fd, (struct sockaddr *)&address, &size) < 0) {
    struct stat status;
    if (errno != ENOTSOCK) return -errno;
    if (fstat((int)fd, &status) < 0) return -errno;
    return S_ISFIFO(status.st_mode) ? NUV_PIPE : UV_EINVAL;
  }
  if (getsockopt((int)fd, SOL_SOCKET, SO_TYPE, &type, &type_size) < 0) return -errno;
  if (type != SOCK_STREAM) return UV_EINVAL;
  if (address.ss_family == AF_UNIX) return NUV_PIPE;
  return address.ss_family == AF_INET || address.ss_family == AF_INET6 ? NUV_TCP : UV_EINVAL;
}

int nuv__translate_eai(int error) {
  switch (error) {
    case EAI_AGAIN: return UV_EAI_AGAIN;
    case EAI_BADFLAGS: return UV_EAI_BADFLAGS;
    case EAI_FAIL: return UV_EAI_FAIL;
    case EAI_FAMILY: return UV_EAI_FAMILY;
    case EAI_MEMORY: return UV_EAI_MEMORY;
    case EAI_NONAME: return UV_EAI_NONAME;
#ifdef EAI_ADDRFAMILY
    case EAI_ADDRFAMILY: return UV_EAI_ADDRFAMILY;
#endif
#ifdef EAI_NODATA
    case EAI_NODATA: return UV_EAI_NODATA;
#endif
    case EAI_OVERFLOW: return UV_EAI_OVERFLOW;
    case EAI_SERVICE: return UV_EAI_SERVICE;
    case EAI_SOCKTYPE: return UV_EAI_SOCKTYPE;
    case EAI_SYSTEM: return -errno;
    default: return UV_EAI_FAIL;
  }
}

void nuv__wake_drain(uv_os_sock_t fd) {
  char bytes[256];
  while (read(fd, bytes, sizeof(bytes)) > 0) {
  }
}

void nuv__wake_close(uv_os_sock_t fd) {
  close(fd);
}

/* ---- SIGPIPE ----------------------------------------------------------------- */

static sigset_t only_sigpipe(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  return set;
}

static int sigpipe_is_pending(void) {
  sigset_t pending;
  return sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
}

void nuv__sigpipe_hold(nuv__sigpipe *state) {
  sigset_t set = only_sigpipe(), before;
  sigemptyset(&before);
  pthread_sigmask(SIG_BLOCK, &set, &before);
  state->held = 1;
  state->was_blocked = sigismember(&before, SIGPIPE) == 1;
  state->was_pending = state->was_blocked && sigpipe_is_pending();
}

/* What another process has sent meanwhile is none of ours: the program gets it. */
static void take_sigpipe(void) {
  sigset_t set = only_sigpipe();
#if defined(__APPLE__) || defined(__OpenBSD__)
  int number;
  if (sigpipe_is_pending()) (void)sigwait(&set, &number);
#else
  static const struct timespec at_once = {0, 0};
  siginfo_t info;
  int taken;
  do {
    taken = sigtimedwait(&set, &info, &at_once);
  } while (taken < 0 && errno == EINTR);
  if (taken == SIGPIPE && info.si_code == SI_USER && info.si_pid != getpid()) {
    (void)kill(getpid(), SIGPIPE);
  }
#endif
}

void nuv__sigpipe_release(nuv__sigpipe *state) {
  sigset_t set = only_sigpipe();
  if (!state->held) return;
  state->held = 0;
  if (!state->was_pending) take_sigpipe();
  if (!state->was_blocked) pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

/* ---- Unix domain sockets ----------------------------------------------------- */

/* Fills `address`; a path is to fit with its NUL, an abstract name without. */
static int unix_address(const char *path, size_t length, struct sockaddr_un *address,
                        socklen_t *size) {
  int is_abstract = length > 0 && path[0] == '\0';
#ifndef __linux__
  if (is_abstract) return UV_EINVAL;
#endif
  if (length == 0) return UV_EINVAL;
  if (length + !is_abstract > sizeof(address->sun_path)) return UV_ENAMETOOLONG;
  if (!is_abstract && memchr(path, '\0', length) != NULL) return UV_EINVAL;
  memset(address, 0, sizeof(*address));
  address->sun_family = AF_UNIX;
  memcpy(address->sun_path, path, length);
  *size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + !is_abstract);
  return 0;
}

int nuv__pipe_socket(void) {
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd < 0) return -errno;
  fd = leave_stdio(fd);
  if (fd < 0) return fd;
  if (fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0) return fd;
  int error = -errno;
  close(fd);
  return error;
}

/* Remembers what was bound, so that only this file is unlinked later. */
static int remember_file(nuv__listener *listener, const char *path) {
  struct stat status;
  if (stat(path, &status) < 0) return -errno;
  listener->device = (uint64_t)status.st_dev;
  listener->inode = (uint64_t)status.st_ino;
  return 0;
}

/* Has the stream own a socket bound to `address`; what fails leaves no file at `path`, which
 * is NULL for an abstract name. */
static int bind_socket(nuv_stream *stream, const struct sockaddr_un *address, socklen_t size,
                       const char *path) {
  int fd = nuv__pipe_socket();
  if (fd < 0) return fd;
  int error = bind(fd, (const struct sockaddr *)address, size) < 0 ? -errno : 0;
  int bound = error == 0;
  if (error == UV_ENOENT) error = UV_EACCES; /* as libuv has it, for Windows' sake */
  if (bound && path != NULL) error = remember_file(stream->listener, path);
  if (error == 0) error = uv_pipe_open(&stream->uv.pipe, fd);
  if (error == 0) return 0;
  if (bound && path != NULL) (void)unlink(path);
  close(fd);
  return error;
}

int nuv__pipe_bind(nuv_stream *stream, char *path, size_t length) {
  struct sockaddr_un address;
  socklen_t size;
  int error = unix_address(path, length, &address, &size);
  if (error < 0) return error;
  char *file = path[0] == '\0' ? NULL : path;
  error = bind_socket(stream, &address, size, file);
  if (error == 0) stream->listener->path = file;
  return error;
}

int nuv__pipe_check(const char *path, size_t length) {
  struct sockaddr_un address;
  socklen_t size;
  int error = unix_address(path, length, &address, &size);
  return error < 0 ? error : path[0] == '\0';
}

int nuv__pipe_join(nuv_stream *stream, int fd, const char *path, size_t length) {
  struct sockaddr_un address;
  socklen_t size;
  int error = unix_address(path, length, &address, &size);
  if (error == 0 && connect(fd, (const struct sockaddr *)&address, size) < 0) error = -errno;
  if (error == 0) error = uv_pipe_open(&stream->uv.pipe, fd);
  if (error < 0) close(fd);
  return error;
}

/* libuv 1.52 and 1.53 set these bits alone and so take the owner's away, 1.44 adds them. By name:
 * not every system's fchmod() knows sockets. An abstract name, or none, has no file. */
int nuv__pipe_chmod(nuv_stream *stream, int32_t mode) {
  union {
    struct sockaddr any;
    struct sockaddr_un local;
    char end[sizeof(struct sockaddr_un) + 1]; /* a path may fill its place, without a NUL */
  } name;
  socklen_t size = sizeof(name.local);
  struct stat status;
  uv_os_fd_t fd;
  int error = uv_fileno(&stream->uv.handle, &fd);
  if (error < 0) return error;
  memset(&name, 0, sizeof(name));
  if (getsockname(fd, &name.any, &size) < 0 || stat(name.local.sun_path, &status) < 0)
    return -errno;
  mode_t wanted = status.st_mode & 07777;
  if (mode & NUV_PIPE_READABLE) wanted |= S_IRUSR | S_IRGRP | S_IROTH;
  if (mode & NUV_PIPE_WRITABLE) wanted |= S_IWUSR | S_IWGRP | S_IWOTH;
  if (wanted == (status.st_mode & 07777)) return 0;
  return chmod(name.local.sun_path, wanted) < 0 ? -errno : 0;
}

void nuv__pipe_unlink(const nuv__listener *listener) {
  struct stat status;
  if (listener->path == NULL || stat(listener->path, &status) < 0) return;
  if ((uint64_t)status.st_dev != listener->device) return;
  if ((uint64_t)status.st_ino != listener->inode) return;
  (void)unlink(listener->path);
}

/* ---- Listening: libuv 1.44 calls accept() for ever where that fails, so we do it ---- */

static void on_waiting(uv_poll_t *poll, int status, int events) {
  nuv_stream *server = poll->data;
  (void)events;
  server->listener->on_waiting(server, status);
}

/* The descriptor to listen on; an error that bind has left for now is given here. */
static int bound_descriptor(nuv_stream *server, uv_os_fd_t *fd) {
  struct sockaddr_storage name;
  int length = sizeof(name), error = 0;
  if (server->kind == NUV_TCP) {
    error = uv_tcp_getsockname(&server->uv.tcp, (struct sockaddr *)&name, &length);
  }
  if (error < 0) return error;
  return uv_fileno(&server->uv.handle, fd) < 0 ? UV_EINVAL : 0;
}

static int open_reserve(void) {
  int fd = open("/", O_RDONLY | O_CLOEXEC);
  return fd < 0 ? -1 : leave_stdio(fd);
}

int nuv__listen(nuv_stream *server, int backlog) {
  nuv__listener *listener = server->listener;
  uv_os_fd_t fd;
  int error = bound_descriptor(server, &fd);
  if (error == 0 && listen(fd, backlog) < 0) error = -errno;
  if (error < 0 || listener->polls) return error;
  error = uv_poll_init_socket(&server->loop->uv, &listener->poll, fd);
  if (error < 0) return error;
  listener->polls = 1;
  listener->reserve = open_reserve();
  return 0;
}

int nuv__listen_watch(nuv_stream *server, int on) {
  uv_poll_t *poll = &server->listener->poll;
  return on ? uv_poll_start(poll, UV_READABLE, on_waiting) : uv_poll_stop(poll);
}

void nuv__listen_over(nuv__listener *listener) {
  if (listener->reserve >= 0) close(listener->reserve);
  listener->reserve = -1;
}

static int accept_once(uv_os_fd_t fd) {
#if defined(__linux__) || defined(__FreeBSD__)
  int accepted = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
#else
  int accepted = accept(fd, NULL, NULL);
  if (accepted >= 0) (void)fcntl(accepted, F_SETFD, FD_CLOEXEC);
#endif
  if (accepted >= 0) return accepted;
  return errno == EWOULDBLOCK ? UV_EAGAIN : -errno;
}

int nuv__accept(nuv_stream *server) {
  nuv__listener *listener = server->listener;
  uv_os_fd_t fd;
  int error = uv_fileno(&server->uv.handle, &fd);
  if (error < 0) return error;
  int accepted = accept_once(fd);
  if (accepted >= 0 && listener->reserve < 0) listener->reserve = open_reserve();
  return accepted;
}

#define MOST_TURNED_AWAY 64 /* in one go */

int nuv__turn_away(nuv_stream *server) {
  nuv__listener *listener = server->listener;
  uv_os_fd_t fd;
  int error = uv_fileno(&server->uv.handle, &fd), accepted = 0;
  if (error < 0) return error;
  nuv__listen_over(listener);
  for (int i = 0; i < MOST_TURNED_AWAY && accepted >= 0; i++) {
    accepted = accept_once(fd);
    if (accepted >= 0) close(accepted);
  }
  listener->reserve = open_reserve();
  return accepted < 0 ? accepted : UV_EAGAIN;
}

static int open_stream(nuv_stream *stream, int fd) {
  if (stream->kind == NUV_TCP) return uv_tcp_open(&stream->uv.tcp, fd);
  return uv_pipe_open(&stream->uv.pipe, fd);
}

int nuv__accept_open(nuv_stream *server, nuv_stream *stream, int accepted) {
  (void)server;
  int moved = leave_stdio(accepted);
  if (moved < 0) return moved;
  int error = open_stream(stream, moved);
  if (error < 0) close(moved);
  return error;
}
