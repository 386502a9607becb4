/* A clock that stands still: a library for LD_PRELOAD. It goes on while the program waits for
 * events, by as long as it would have waited, and by so many microseconds at each look for the
 * file "/clock/MICROSECONDS". A program's timers so come at the same times whenever it runs. */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const char GOES_ON[] = "/clock/";
static volatile int64_t now = INT64_C(5000000000000); /* nanoseconds */

int clock_gettime(clockid_t clock, struct timespec *out) {
  if (clock != CLOCK_MONOTONIC && clock != CLOCK_MONOTONIC_COARSE) {
    return (int)syscall(SYS_clock_gettime, clock, out);
  }
  int64_t time = now;
  out->tv_sec = (time_t)(time / 1000000000);
  out->tv_nsec = (long)(time % 1000000000);
  return 0;
}

int epoll_pwait(int fd, struct epoll_event *events, int most, int timeout, const sigset_t *mask) {
  int count = (int)syscall(SYS_epoll_pwait, fd, events, most, timeout < 0 ? -1 : 0, mask,
                           _NSIG / 8);
  if (count == 0 && timeout > 0) now += (int64_t)timeout * 1000000;
  return count;
}

int epoll_wait(int fd, struct epoll_event *events, int most, int timeout) {
  return epoll_pwait(fd, events, most, timeout, NULL);
}

int access(const char *path, int mode) {
  if (strncmp(path, GOES_ON, sizeof(GOES_ON) - 1) == 0) {
    now += atoll(path + sizeof(GOES_ON) - 1) * 1000;
    return 0;
  }
  return (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);
}
