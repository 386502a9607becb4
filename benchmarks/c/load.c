/* The load generator: echo in lock step over many connections, connect bursts,
 * idle connections. One thread over epoll, results as one line of JSON.
 *
 *   load echo  PORT CONNECTIONS BYTES SECONDS
 *   load burst PORT CONNECTIONS
 *   load idle  PORT CONNECTIONS      (until its standard input ends)
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define EVENTS 1024
#define BUCKETS 200000 /* latencies in microseconds; the last takes all above */

typedef struct connection {
  int fd;
  size_t sent, received;
  double started;
} connection;

static char *message, *scratch;
static size_t length;
static uint32_t histogram[BUCKETS];
static uint64_t requests, bad;
static int measuring, stopping;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void raise_limit(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

static struct sockaddr_in loopback(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static int start_connect(int port, int *status) {
  struct sockaddr_in address = loopback(port);
  int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0) die("socket");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
  *status = connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ? errno : 0;
  return fd;
}

static void watch(int poll, connection *c, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  if (epoll_ctl(poll, EPOLL_CTL_ADD, c->fd, &event) < 0) die("epoll_ctl");
}

static void wait_connected(int fd) {
  int error = 0;
  socklen_t size = sizeof(error);
  struct epoll_event event = {.events = EPOLLOUT};
  int poll = epoll_create1(0);
  epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
  if (epoll_wait(poll, &event, 1, 10000) != 1) die("connect: no answer");
  close(poll);
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) {
    errno = error;
    die("connect");
  }
}

static int connect_one(int port) {
  int status, fd = start_connect(port, &status);
  if (status != 0 && status != EINPROGRESS) {
    errno = status;
    die("connect");
  }
  if (status != 0) wait_connected(fd);
  return fd;
}

static void send_more(connection *c) {
  while (c->sent < length) {
    ssize_t n = send(c->fd, message + c->sent, length - c->sent, MSG_NOSIGNAL);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) die("send");
    c->sent += (size_t)n;
  }
}

static void begin(connection *c) {
  c->sent = c->received = 0;
  c->started = now();
  send_more(c);
}

static void finish(connection *c) {
  double micros = (now() - c->started) * 1e6;
  if (measuring) {
    requests++;
    histogram[micros < BUCKETS - 1 ? (int)micros : BUCKETS - 1]++;
  }
  if (!stopping) begin(c);
}

static void receive(connection *c) {
  ssize_t n = recv(c->fd, scratch, length - c->received, 0);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) die("recv");
  bad += memcmp(scratch, message + c->received, (size_t)n) != 0;
  c->received += (size_t)n;
  if (c->received == length) finish(c);
}

static void pump(int poll, double until) {
  struct epoll_event events[EVENTS];
  while (now() < until) {
    int count = epoll_wait(poll, events, EVENTS, 100);
    for (int i = 0; i < count; i++) {
      connection *c = events[i].data.ptr;
      if (events[i].events & EPOLLOUT && c->sent < length) send_more(c);
      if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(c);
    }
  }
}

static uint64_t percentile(double part) {
  uint64_t seen = 0;
  for (int i = 0; i < BUCKETS; i++) {
    seen += histogram[i];
    if ((double)seen >= part * (double)requests) return (uint64_t)i;
  }
  return BUCKETS;
}

/* Tells the measurer on standard output when measuring begins and ends. */
static void echo(int port, int count, double seconds) {
  int poll = epoll_create1(0);
  connection *all = calloc((size_t)count, sizeof(*all));
  for (int i = 0; i < count; i++) {
    all[i].fd = connect_one(port);
    watch(poll, &all[i], EPOLLIN | EPOLLOUT | EPOLLET);
  }
  for (int i = 0; i < count; i++) begin(&all[i]);
  pump(poll, now() + 0.3);
  puts("begin");
  fflush(stdout);
  measuring = 1;
  double start = now();
  pump(poll, start + seconds);
  double took = now() - start;
  printf("{\"requests\": %llu, \"seconds\": %.6f, \"p50\": %llu, \"p99\": %llu, \"bad\": %llu}\n",
         (unsigned long long)requests, took, (unsigned long long)percentile(0.5),
         (unsigned long long)percentile(0.99), (unsigned long long)bad);
  fflush(stdout);
  stopping = 1; /* what is under way comes home: closing resets nobody */
  pump(poll, now() + 0.2);
}

/* Every connection sends a byte and waits for its echo: only then was it served. */
static void burst(int port, int count) {
  int poll = epoll_create1(0), refused = 0, served = 0, left = count;
  connection *all = calloc((size_t)count, sizeof(*all));
  double start = now();
  for (int i = 0; i < count; i++) {
    int status;
    all[i].fd = start_connect(port, &status);
    watch(poll, &all[i], EPOLLIN | EPOLLOUT | EPOLLET);
  }
  struct epoll_event events[EVENTS];
  while (left > 0 && now() < start + 30) {
    int ready = epoll_wait(poll, events, EVENTS, 1000);
    for (int i = 0; i < ready; i++) {
      connection *c = events[i].data.ptr;
      if (c->fd < 0) continue;
      if (c->sent == 0 && events[i].events & EPOLLOUT) c->sent = send(c->fd, "x", 1, MSG_NOSIGNAL) == 1;
      if (!(events[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP))) continue;
      char byte;
      int good = recv(c->fd, &byte, 1, 0) == 1;
      served += good;
      refused += !good;
      left--;
      close(c->fd);
      c->fd = -1;
    }
  }
  printf("{\"served\": %d, \"failed\": %d, \"unanswered\": %d, \"seconds\": %.3f}\n", served, refused,
         left, now() - start);
}

static void idle(int port, int count) {
  for (int i = 0; i < count; i++) (void)connect_one(port);
  puts("connected");
  fflush(stdout);
  char byte;
  while (read(0, &byte, 1) > 0) {
  }
}

int main(int argc, char **argv) {
  if (argc < 4) {
    fputs("usage: load echo|burst|idle PORT CONNECTIONS [BYTES SECONDS]\n", stderr);
    return 2;
  }
  int port = atoi(argv[2]), count = atoi(argv[3]);
  raise_limit();
  if (strcmp(argv[1], "burst") == 0) {
    burst(port, count);
  } else if (strcmp(argv[1], "idle") == 0) {
    idle(port, count);
  } else if (argc == 6) {
    length = (size_t)atol(argv[4]);
    message = malloc(length);
    scratch = malloc(length);
    for (size_t i = 0; i < length; i++) message[i] = (char)(i * 31 + i / 251);
    echo(port, count, atof(argv[5]));
  }
  return 0;
}
