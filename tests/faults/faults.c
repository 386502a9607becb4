/* Makes one chosen call fail, for the harness beside this file: a library for LD_PRELOAD.
 *
 * It counts the calls below that come from netuv's compiled modules or from libuv (the
 * return address decides), and makes number N of one of them fail with an error, or read
 * or write fewer bytes than it was asked to. Nothing fails before fault_arm().
 *
 *     cc -std=c11 -O1 -shared -fPIC -o faults.so faults.c -ldl
 *
 * With -DFAULTS_NO_MALLOC the allocator is left alone, for a sanitizer to have it. */
#define _GNU_SOURCE 1
#include <assert.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <uv.h>

/* What libuv does when it fails is no more than to return an error. */
#define UV_CALLS(X)                                                                         \
  X(uv_async_init, (uv_loop_t * a, uv_async_t *b, uv_async_cb c), (a, b, c))                  \
  X(uv_listen, (uv_stream_t * a, int b, uv_connection_cb c), (a, b, c))                       \
  X(uv_loop_init, (uv_loop_t * a), (a))                                                       \
  X(uv_mutex_init, (uv_mutex_t * a), (a))                                                     \
  X(uv_pipe, (uv_file a[2], int b, int c), (a, b, c))                                         \
  X(uv_pipe_getpeername, (const uv_pipe_t *a, char *b, size_t *c), (a, b, c))                 \
  X(uv_pipe_getsockname, (const uv_pipe_t *a, char *b, size_t *c), (a, b, c))                 \
  X(uv_pipe_open, (uv_pipe_t * a, uv_file b), (a, b))                                         \
  X(uv_poll_init_socket, (uv_loop_t * a, uv_poll_t *b, uv_os_sock_t c), (a, b, c))            \
  X(uv_poll_start, (uv_poll_t * a, int b, uv_poll_cb c), (a, b, c))                           \
  X(uv_read_start, (uv_stream_t * a, uv_alloc_cb b, uv_read_cb c), (a, b, c))                 \
  X(uv_shutdown, (uv_shutdown_t * a, uv_stream_t *b, uv_shutdown_cb c), (a, b, c))            \
  X(uv_socketpair, (int a, int b, uv_os_sock_t c[2], int d, int e), (a, b, c, d, e))          \
  X(uv_tcp_bind, (uv_tcp_t * a, const struct sockaddr *b, unsigned c), (a, b, c))             \
  X(uv_tcp_connect,                                                                           \
    (uv_connect_t * a, uv_tcp_t *b, const struct sockaddr *c, uv_connect_cb d), (a, b, c, d)) \
  X(uv_tcp_getpeername, (const uv_tcp_t *a, struct sockaddr *b, int *c), (a, b, c))           \
  X(uv_tcp_getsockname, (const uv_tcp_t *a, struct sockaddr *b, int *c), (a, b, c))           \
  X(uv_tcp_nodelay, (uv_tcp_t * a, int b), (a, b))                                            \
  X(uv_tcp_open, (uv_tcp_t * a, uv_os_sock_t b), (a, b))                                      \
  X(uv_try_write, (uv_stream_t * a, const uv_buf_t *b, unsigned c), (a, b, c))                \
  X(uv_write, (uv_write_t * a, uv_stream_t *b, const uv_buf_t *c, unsigned d, uv_write_cb e), \
    (a, b, c, d, e))

/* Those that give -1 and an errno. */
#define SYSTEM_CALLS(X)                                                                   \
  X(bind, (int a, const struct sockaddr *b, socklen_t c), (a, b, c))                        \
  X(connect, (int a, const struct sockaddr *b, socklen_t c), (a, b, c))                     \
  X(epoll_create1, (int a), (a))                                                            \
  X(eventfd, (unsigned a, int b), (a, b))                                                   \
  X(fstat, (int a, struct stat *b), (a, b))                                                 \
  X(getpeername, (int a, struct sockaddr *b, socklen_t *c), (a, b, c))                      \
  X(getsockname, (int a, struct sockaddr *b, socklen_t *c), (a, b, c))                      \
  X(listen, (int a, int b), (a, b))                                                         \
  X(poll, (struct pollfd * a, nfds_t b, int c), (a, b, c))                                  \
  X(setsockopt, (int a, int b, int c, const void *d, socklen_t e), (a, b, c, d, e))         \
  X(socket, (int a, int b, int c), (a, b, c))                                               \
  X(socketpair, (int a, int b, int c, int d[2]), (a, b, c, d))                              \
  X(stat, (const char *a, struct stat *b), (a, b))                                          \
  X(chmod, (const char *a, mode_t b), (a, b))                                               \
  X(unlink, (const char *a), (a))

/* Those that return their error. */
#define THREAD_CALLS(X)                                                                       \
  X(getaddrinfo,                                                                              \
    (const char *a, const char *b, const struct addrinfo *c, struct addrinfo **d),            \
    (a, b, c, d))                                                                             \
  X(pthread_attr_init, (pthread_attr_t * a), (a))                                             \
  X(pthread_create,                                                                           \
    (pthread_t * a, const pthread_attr_t *b, void *(*c)(void *), void *d), (a, b, c, d))      \
  X(pthread_mutex_init, (pthread_mutex_t * a, const pthread_mutexattr_t *b), (a, b))          \
  X(pthread_rwlock_init, (pthread_rwlock_t * a, const pthread_rwlockattr_t *b), (a, b))

/* Those that are written out below. */
#define OTHER_CALLS(X)                                                                     \
  X(malloc) X(calloc) X(realloc) X(uv_accept) X(accept4) X(read) X(readv) X(recvmsg) X(send) \
  X(write) X(writev) X(sendmsg) X(wakeup_read) X(wakeup_write) X(epoll_add) X(epoll_mod)   \
  X(epoll_del) X(epoll_wait) X(getsockopt) X(so_error) X(close) X(fcntl) X(ioctl) X(open)    \
  X(shutdown) X(pipe2) X(register_atfork)

#define MEMBER(name, ...) CALL_##name,
#define NAME(name, ...) #name,

enum call {
  UV_CALLS(MEMBER) SYSTEM_CALLS(MEMBER) THREAD_CALLS(MEMBER) OTHER_CALLS(MEMBER) CALL_COUNT
};

static const char *const names[CALL_COUNT] = {UV_CALLS(NAME) SYSTEM_CALLS(NAME) THREAD_CALLS(NAME)
                                                  OTHER_CALLS(NAME)};

#define MOST 8192      /* calls of a kind whose callers and sizes are remembered */
#define WHOLE INT64_MAX /* no limit to what is read or written */

enum module { CORE, LANE, LIBUV, MODULES };

static const char *const module_names[MODULES] = {"/_core.", "/_lane_c.", "/libuv"};

struct range {
  uintptr_t start;
  uintptr_t end;
};

static struct range ranges[MODULES];
static char libuv_path[4096];
static atomic_int armed;
static atomic_llong seen[CALL_COUNT];
static atomic_llong fired;
static int64_t sizes[CALL_COUNT][MOST];
static uintptr_t callers[CALL_COUNT][MOST];

/* What fails: calls number `first` to `last` of `call`. */
static struct {
  int call;
  int64_t first;
  int64_t last;
  int error;     /* 0: it is done, but with `limit` bytes or events only */
  int64_t limit;
} plan;

#define CALLER __builtin_return_address(0)

static void *next(const char *name);

#define REAL(name)                                \
  static __typeof__(&name) real;                  \
  if (real == NULL) real = (__typeof__(&name))next(#name)

/* ---- Who calls ----------------------------------------------------------- */

static int look_at(struct dl_phdr_info *info, size_t size, void *argument) {
  (void)size;
  (void)argument;
  for (int module = 0; module < MODULES; module++) {
    if (strstr(info->dlpi_name, module_names[module]) == NULL) continue;
    struct range found = {UINTPTR_MAX, 0};
    for (int i = 0; i < info->dlpi_phnum; i++) {
      if (info->dlpi_phdr[i].p_type != PT_LOAD) continue;
      uintptr_t start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
      uintptr_t end = start + info->dlpi_phdr[i].p_memsz;
      if (start < found.start) found.start = start;
      if (end > found.end) found.end = end;
    }
    ranges[module] = found;
    if (module == LIBUV) strncpy(libuv_path, info->dlpi_name, sizeof(libuv_path) - 1);
  }
  return 0;
}

static int module_of(uintptr_t address) {
  for (int module = 0; module < MODULES; module++) {
    if (address >= ranges[module].start && address < ranges[module].end) return module;
  }
  return -1;
}

/* libuv is loaded for the core alone, where RTLD_NEXT does not look. */
static void *libuv(void) {
  static void *library;
  static void *(*real)(const char *, int);
  if (library != NULL) return library;
  if (real == NULL) real = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");
  dl_iterate_phdr(look_at, NULL);
  return library = real(libuv_path, RTLD_LAZY | RTLD_NOLOAD);
}

/* The function that a wrapper stands before. */
static void *next(const char *name) {
  void *found = dlsym(strncmp(name, "uv_", 3) == 0 ? libuv() : RTLD_NEXT, name);
  if (found != NULL) return found;
  fprintf(stderr, "faults: no %s to call\n", name);
  _exit(99);
}

/* Whether `caller` is watched, and the harness wants a report of it. */
static int is_watched(const void *caller) {
  return atomic_load_explicit(&armed, memory_order_relaxed) && module_of((uintptr_t)caller) >= 0;
}

/* ---- What the harness calls ------------------------------------------------ */

int fault_find(void);
const char *fault_name(int call);
void fault_arm(int call, int64_t first, int64_t last, int error, int64_t limit);
void fault_disarm(void);
int64_t fault_seen(int call);
int64_t fault_fired(void);
int64_t fault_size(int call, int64_t number);
void fault_caller(int call, int64_t number, char *out, size_t size);

/* Finds the modules; 1 where the core and libuv are there as shared libraries. */
int fault_find(void) {
  dl_iterate_phdr(look_at, NULL);
  return ranges[CORE].end != 0 && ranges[LIBUV].end != 0;
}

const char *fault_name(int call) {
  return call >= 0 && call < CALL_COUNT ? names[call] : NULL;
}

/* Counts from now on; calls `first` to `last` of number `call` fail, none if it is < 0. */
void fault_arm(int call, int64_t first, int64_t last, int error, int64_t limit) {
  memset(seen, 0, sizeof(seen));
  fired = 0;
  plan.call = call;
  plan.first = first;
  plan.last = last;
  plan.error = error;
  plan.limit = limit;
  armed = 1;
}

void fault_disarm(void) {
  armed = 0;
}

int64_t fault_seen(int call) {
  return seen[call];
}

int64_t fault_fired(void) {
  return fired;
}

/* How many bytes call number `number` moved. */
int64_t fault_size(int call, int64_t number) {
  return number < MOST ? sizes[call][number] : 0;
}

/* Where call number `number` came from, as "module+offset"; empty if that is not known. */
void fault_caller(int call, int64_t number, char *out, size_t size) {
  uintptr_t address = number < MOST ? callers[call][number] : 0;
  int module = module_of(address);
  out[0] = '\0';
  if (module < 0) return;
  const char *name = module_names[module] + 1;
  snprintf(out, size, "%s+%#lx", name, (unsigned long)(address - ranges[module].start));
}

/* ---- The decision ---------------------------------------------------------- */

/* Counts a call. Returns the error it is to give, or 0; `limit` gets how much it may move. */
static int decide(enum call call, const void *caller, int64_t *limit) {
  *limit = WHOLE;
  if (!is_watched(caller)) return 0;
  int64_t number = atomic_fetch_add(&seen[call], 1) + 1;
  if (number < MOST) callers[call][number] = (uintptr_t)caller;
  if ((int)call != plan.call || number < plan.first || number > plan.last) return 0;
  atomic_fetch_add(&fired, 1);
  if (plan.error == 0) *limit = plan.limit;
  return plan.error;
}

static int decide_error(enum call call, const void *caller) {
  int64_t limit;
  return decide(call, caller, &limit);
}

/* What libuv calls of its own fails by the calls below it. */
static int decide_uv(enum call call, const void *caller) {
  return module_of((uintptr_t)caller) == LIBUV ? 0 : decide_error(call, caller);
}

static int refuse(int error) {
  errno = error;
  return -1;
}

#define UV_WRAPPER(name, parameters, arguments)          \
  int name parameters {                                  \
    REAL(name);                                          \
    int error = decide_uv(CALL_##name, CALLER);          \
    return error != 0 ? -error : real arguments;         \
  }
#define SYSTEM_WRAPPER(name, parameters, arguments)      \
  int name parameters {                                  \
    REAL(name);                                          \
    int error = decide_error(CALL_##name, CALLER);       \
    return error != 0 ? refuse(error) : real arguments;  \
  }
#define THREAD_WRAPPER(name, parameters, arguments)      \
  int name parameters {                                  \
    REAL(name);                                          \
    int error = decide_error(CALL_##name, CALLER);       \
    return error != 0 ? error : real arguments;          \
  }

UV_CALLS(UV_WRAPPER)
SYSTEM_CALLS(SYSTEM_WRAPPER)
THREAD_CALLS(THREAD_WRAPPER)

/* libuv that was built with a glibc of large files calls them by these names. */
int stat64(const char *path, struct stat64 *status) {
  REAL(stat64);
  int error = decide_error(CALL_stat, CALLER);
  return error != 0 ? refuse(error) : real(path, status);
}

int fstat64(int fd, struct stat64 *status) {
  REAL(fstat64);
  int error = decide_error(CALL_fstat, CALLER);
  return error != 0 ? refuse(error) : real(fd, status);
}

/* As libuv fails: the connection is closed, and the listener goes on. It does that itself
 * for a handle that has a descriptor already. */
int uv_accept(uv_stream_t *server, uv_stream_t *client) {
  REAL(uv_accept);
  int error = decide_uv(CALL_uv_accept, CALLER);
  if (error == 0) return real(server, client);
  int before = client->io_watcher.fd;
  client->io_watcher.fd = INT_MAX;
  (void)real(server, client);
  client->io_watcher.fd = before;
  return -error;
}

/* ---- Memory ------------------------------------------------------------------ */

#ifndef FAULTS_NO_MALLOC
/* dlsym() allocates: glibc's own names of them. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

static void *no_memory(int error) {
  errno = error;
  return NULL;
}

void *malloc(size_t size) {
  int error = decide_error(CALL_malloc, CALLER);
  return error != 0 ? no_memory(error) : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  int error = decide_error(CALL_calloc, CALLER);
  return error != 0 ? no_memory(error) : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  int error = size == 0 ? 0 : decide_error(CALL_realloc, CALLER);
  return error != 0 ? no_memory(error) : __libc_realloc(memory, size);
}
#endif

/* ---- Reading and writing ------------------------------------------------------- */

static unsigned char is_libuv_s[4096]; /* pipes that libuv has made, for signals */

static void mark(int fd, int is) {
  if (fd >= 0 && fd < (int)sizeof(is_libuv_s)) is_libuv_s[fd] = (unsigned char)is;
}

/* An eventfd, or a pipe of libuv's: reads and writes fail in fewer ways than a peer's do. */
static int is_wakeup(int fd) {
  struct stat status;
  static __typeof__(&fstat) real;
  if (real == NULL) real = (__typeof__(&fstat))next("fstat");
  int before = errno;
  int failed = real(fd, &status);
  errno = before;
  if (failed) return 0;
  if (S_ISFIFO(status.st_mode)) return fd < (int)sizeof(is_libuv_s) && is_libuv_s[fd];
  return !S_ISSOCK(status.st_mode) && !S_ISCHR(status.st_mode) && !S_ISREG(status.st_mode);
}

static ssize_t remember(enum call call, const void *caller, ssize_t size) {
  int64_t number = seen[call];
  if (is_watched(caller) && number < MOST) sizes[call][number] = size;
  return size;
}

/* As the kernel does it: the signal first. */
static ssize_t refuse_write(int error, int flags) {
  if (error == EPIPE && !(flags & MSG_NOSIGNAL)) pthread_kill(pthread_self(), SIGPIPE);
  return refuse(error);
}

static size_t at_most(size_t size, int64_t limit) {
  return (uint64_t)limit < size ? (size_t)limit : size;
}

/* The first `limit` bytes of `count` buffers, in `out`. Returns how many buffers that takes. */
static int cut(const struct iovec *buffers, int count, int64_t limit, struct iovec *out) {
  int used = 0;
  for (; used < count && used < 64 && limit > 0; used++) {
    out[used] = buffers[used];
    out[used].iov_len = at_most(buffers[used].iov_len, limit);
    limit -= (int64_t)out[used].iov_len;
  }
  return used;
}

ssize_t read(int fd, void *data, size_t size) {
  REAL(read);
  int64_t limit;
  if (!is_watched(CALLER)) return real(fd, data, size);
  enum call call = is_wakeup(fd) ? CALL_wakeup_read : CALL_read;
  int error = decide(call, CALLER, &limit);
  if (error != 0) return refuse(error);
  return remember(call, CALLER, real(fd, data, at_most(size, limit)));
}

ssize_t write(int fd, const void *data, size_t size) {
  REAL(write);
  int64_t limit;
  if (!is_watched(CALLER)) return real(fd, data, size);
  enum call call = is_wakeup(fd) ? CALL_wakeup_write : CALL_write;
  int error = decide(call, CALLER, &limit);
  if (error != 0) return refuse_write(error, 0);
  return remember(call, CALLER, real(fd, data, at_most(size, limit)));
}

ssize_t send(int fd, const void *data, size_t size, int flags) {
  REAL(send);
  int64_t limit;
  int error = decide(CALL_send, CALLER, &limit);
  if (error != 0) return refuse_write(error, flags);
  return remember(CALL_send, CALLER, real(fd, data, at_most(size, limit), flags));
}

ssize_t readv(int fd, const struct iovec *buffers, int count) {
  REAL(readv);
  int64_t limit;
  struct iovec fewer[64];
  int error = decide(CALL_readv, CALLER, &limit);
  if (error != 0) return refuse(error);
  if (limit == WHOLE) return remember(CALL_readv, CALLER, real(fd, buffers, count));
  return real(fd, fewer, cut(buffers, count, limit, fewer));
}

ssize_t writev(int fd, const struct iovec *buffers, int count) {
  REAL(writev);
  int64_t limit;
  struct iovec fewer[64];
  int error = decide(CALL_writev, CALLER, &limit);
  if (error != 0) return refuse_write(error, 0);
  if (limit == WHOLE) return remember(CALL_writev, CALLER, real(fd, buffers, count));
  return real(fd, fewer, cut(buffers, count, limit, fewer));
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags) {
  REAL(recvmsg);
  int64_t limit;
  struct iovec fewer[64];
  int error = decide(CALL_recvmsg, CALLER, &limit);
  if (error != 0) return refuse(error);
  if (limit == WHOLE) return remember(CALL_recvmsg, CALLER, real(fd, message, flags));
  struct msghdr shorter = *message;
  shorter.msg_iov = fewer;
  shorter.msg_iovlen = (size_t)cut(message->msg_iov, (int)message->msg_iovlen, limit, fewer);
  ssize_t result = real(fd, &shorter, flags);
  message->msg_controllen = shorter.msg_controllen;
  message->msg_flags = shorter.msg_flags;
  return result;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  REAL(sendmsg);
  int64_t limit;
  struct iovec fewer[64];
  int error = decide(CALL_sendmsg, CALLER, &limit);
  if (error != 0) return refuse_write(error, flags);
  if (limit == WHOLE) return remember(CALL_sendmsg, CALLER, real(fd, message, flags));
  struct msghdr shorter = *message;
  shorter.msg_iov = fewer;
  shorter.msg_iovlen = (size_t)cut(message->msg_iov, (int)message->msg_iovlen, limit, fewer);
  return real(fd, &shorter, flags);
}

/* ---- The rest of the system ------------------------------------------------------ */

int accept(int fd, struct sockaddr *address, socklen_t *size) {
  REAL(accept);
  int error = decide_error(CALL_accept4, CALLER);
  return error != 0 ? refuse(error) : real(fd, address, size);
}

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags) {
  REAL(accept4);
  int error = decide_error(CALL_accept4, CALLER);
  return error != 0 ? refuse(error) : real(fd, address, size, flags);
}

int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event) {
  REAL(epoll_ctl);
  enum call call = operation == EPOLL_CTL_ADD   ? CALL_epoll_add
                   : operation == EPOLL_CTL_MOD ? CALL_epoll_mod
                                                : CALL_epoll_del;
  int error = decide_error(call, CALLER);
  return error != 0 ? refuse(error) : real(epoll, operation, fd, event);
}

/* With a limit of 0 it returns early, if it may at all, and has nothing; what there was stays. */
int epoll_wait(int epoll, struct epoll_event *events, int most, int timeout) {
  REAL(epoll_wait);
  int64_t limit;
  int error = decide(CALL_epoll_wait, CALLER, &limit);
  if (error != 0) return refuse(error);
  if (limit == 0 && timeout != -1) return 0;
  if (limit == 0) limit = 1;
  return real(epoll, events, limit < most ? (int)limit : most, timeout);
}

int epoll_pwait(int epoll, struct epoll_event *events, int most, int timeout,
                const sigset_t *mask) {
  REAL(epoll_pwait);
  int64_t limit;
  int error = decide(CALL_epoll_wait, CALLER, &limit);
  if (error != 0) return refuse(error);
  if (limit == 0 && timeout != -1) return 0;
  if (limit == 0) limit = 1;
  return real(epoll, events, limit < most ? (int)limit : most, timeout, mask);
}

/* How a connection was refused is no failure of the call, but its result. */
int getsockopt(int fd, int level, int option, void *value, socklen_t *size) {
  REAL(getsockopt);
  int is_error = level == SOL_SOCKET && option == SO_ERROR && *size >= sizeof(int);
  int error = decide_error(is_error ? CALL_so_error : CALL_getsockopt, CALLER);
  if (error != 0 && !is_error) return refuse(error);
  int result = real(fd, level, option, value, size);
  if (error != 0 && result == 0) *(int *)value = error;
  return result;
}

int pipe2(int fds[2], int flags) {
  REAL(pipe2);
  int error = decide_error(CALL_pipe2, CALLER);
  if (error != 0) return refuse(error);
  int result = real(fds, flags);
  if (result == 0 && module_of((uintptr_t)CALLER) == LIBUV) {
    mark(fds[0], 1);
    mark(fds[1], 1);
  }
  return result;
}

/* Breaks the connection off, as a peer does that resets it. */
static void disconnect(int fd) {
  struct sockaddr nobody = {.sa_family = AF_UNSPEC};
  static __typeof__(&connect) real;
  if (real == NULL) real = (__typeof__(&connect))next("connect");
  (void)real(fd, &nobody, sizeof(nobody));
}

static int is_unix(int fd) {
  struct sockaddr_storage address;
  socklen_t size = sizeof(address);
  static __typeof__(&getsockname) real;
  if (real == NULL) real = (__typeof__(&getsockname))next("getsockname");
  return real(fd, (struct sockaddr *)&address, &size) == 0 && address.ss_family == AF_UNIX;
}

/* It fails where the connection is gone, which a Unix socket's never is. */
int shutdown(int fd, int how) {
  REAL(shutdown);
  if (!is_watched(CALLER) || is_unix(fd)) return real(fd, how);
  int error = decide_error(CALL_shutdown, CALLER);
  if (error == 0) return real(fd, how);
  disconnect(fd);
  return refuse(error);
}

/* Linux closes the descriptor, whatever it returns. */
int close(int fd) {
  REAL(close);
  mark(fd, 0);
  int error = decide_error(CALL_close, CALLER);
  int result = real(fd);
  return error != 0 ? refuse(error) : result;
}

/* libuv closes by this, lest it be a point where a thread is cancelled. */
long syscall(long number, ...) {
  REAL(syscall);
  long a[6];
  va_list list;
  va_start(list, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  if (number == SYS_close) mark((int)a[0], 0);
  int error = number == SYS_close ? decide_error(CALL_close, CALLER) : 0;
  long result = real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  return error != 0 ? refuse(error) : result;
}

static void *argument_of(va_list list) {
  return va_arg(list, void *);
}

#define FCNTL(name, call)                                        \
  int name(int fd, int request, ...) {                           \
    static int (*real)(int, int, void *);                        \
    if (real == NULL) real = (int (*)(int, int, void *))next(#name); \
    va_list list;                                                \
    va_start(list, request);                                     \
    void *argument = argument_of(list);                          \
    va_end(list);                                                \
    int error = decide_error(call, CALLER);                      \
    return error != 0 ? refuse(error) : real(fd, request, argument); \
  }

FCNTL(fcntl, CALL_fcntl)
FCNTL(fcntl64, CALL_fcntl)

int ioctl(int fd, unsigned long request, ...) {
  static int (*real)(int, unsigned long, void *);
  if (real == NULL) real = (int (*)(int, unsigned long, void *))next("ioctl");
  va_list list;
  va_start(list, request);
  void *argument = argument_of(list);
  va_end(list);
  int error = decide_error(CALL_ioctl, CALLER);
  return error != 0 ? refuse(error) : real(fd, request, argument);
}

#define OPEN(name)                                                \
  int name(const char *path, int flags, ...) {                    \
    REAL(name);                                                   \
    va_list list;                                                 \
    va_start(list, flags);                                        \
    mode_t mode = va_arg(list, mode_t);                           \
    va_end(list);                                                 \
    int error = decide_error(CALL_open, CALLER);                  \
    return error != 0 ? refuse(error) : real(path, flags, mode);  \
  }

OPEN(open)
OPEN(open64)

extern int __register_atfork(void (*before)(void), void (*parent)(void), void (*child)(void),
                             void *object);

int __register_atfork(void (*before)(void), void (*parent)(void), void (*child)(void),
                      void *object) {
  REAL(__register_atfork);
  int error = decide_error(CALL_register_atfork, CALLER);
  return error != 0 ? error : real(before, parent, child, object);
}

/* A library that was just loaded may be one of those that are watched. */
void *dlopen(const char *path, int flags) {
  REAL(dlopen);
  void *library = real(path, flags);
  if (library != NULL && ranges[CORE].end == 0) (void)fault_find();
  return library;
}

/* Who ends the process decides whether that is known of libuv or a fault of netuv. */
static void say_abort(const void *caller, const char *what) {
  int module = module_of((uintptr_t)caller);
  const char *who = module < 0 ? "other" : module == LIBUV ? "libuv" : "netuv";
  fprintf(stderr, "faults: %s aborts: %s\n", who, what);
}

void abort(void) {
  REAL(abort);
  armed = 0;
  say_abort(CALLER, "abort()");
  real();
  _exit(134);
}

void __assert_fail(const char *assertion, const char *file, unsigned line, const char *function) {
  (void)file;
  (void)line;
  (void)function;
  armed = 0;
  say_abort(CALLER, assertion);
  static void (*real)(void);
  if (real == NULL) real = (void (*)(void))next("abort");
  real();
  _exit(134);
}
