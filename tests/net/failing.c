/* Has chosen calls of netuv's core and of libuv fail: a library for LD_PRELOAD, which a program
 * says by fail() what is to go wrong. Calls that come from anywhere else are left alone. */
#define _GNU_SOURCE 1
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

static struct {
  const char *name;
  int error;
  int times;
  int calls;
} failing;

/* The next `times` calls of the function `name` fail with `error`; -1: all of them. */
void fail(const char *name, int error, int times) {
  static char kept[32];
  failing.times = 0;
  strncpy(kept, name, sizeof(kept) - 1);
  failing.name = kept;
  failing.error = error;
  failing.calls = 0;
  failing.times = times;
}

/* How many of its calls have failed since. */
int failed(void) {
  return failing.calls;
}

static int is_ours(void *caller) {
  Dl_info info;
  if (dladdr(caller, &info) == 0 || info.dli_fname == NULL) return 0;
  return strstr(info.dli_fname, "_core.") != NULL || strstr(info.dli_fname, "libuv") != NULL;
}

static int is_to_fail(const char *name, void *caller) {
  if (failing.times == 0 || strcmp(failing.name, name) != 0 || !is_ours(caller)) return 0;
  if (failing.times > 0) failing.times--;
  failing.calls++;
  errno = failing.error;
  return 1;
}

#define FAIL(name, result)                                                      \
  if (is_to_fail(#name, __builtin_return_address(0))) return result;            \
  static __typeof__(&name) real;                                                \
  if (real == NULL) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

void *malloc(size_t size) {
  if (is_to_fail("malloc", __builtin_return_address(0))) return NULL;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  if (is_to_fail("calloc", __builtin_return_address(0))) return NULL;
  return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  if (is_to_fail("realloc", __builtin_return_address(0))) return NULL;
  return __libc_realloc(old, size);
}

int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags) {
  FAIL(accept4, -1);
  return real(fd, address, length, flags);
}

int listen(int fd, int backlog) {
  FAIL(listen, -1);
  return real(fd, backlog);
}

int getsockname(int fd, struct sockaddr *address, socklen_t *length) {
  FAIL(getsockname, -1);
  return real(fd, address, length);
}

int getpeername(int fd, struct sockaddr *address, socklen_t *length) {
  FAIL(getpeername, -1);
  return real(fd, address, length);
}

int stat(const char *path, struct stat *status) {
  FAIL(stat, -1);
  return real(path, status);
}

int chmod(const char *path, mode_t mode) {
  FAIL(chmod, -1);
  return real(path, mode);
}

int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event) {
  FAIL(epoll_ctl, -1);
  return real(epoll, operation, fd, event);
}

int ioctl(int fd, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  FAIL(ioctl, -1);
  return real(fd, request, argument);
}
