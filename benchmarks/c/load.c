/* The load generator, for loopback only: echo in lock step over many connections,
 * bursts of connects, idle connections. One thread over epoll, results as one line of JSON.
 *
 * Compile with -D_GNU_SOURCE.
 *
 *   load echo  PORT CONNECTIONS -s BYTES (-t SECONDS | -n COUNT) [-w WARMUP] [-p PID]
 *   load burst PORT CONNECTIONS [-t SECONDS] [-p PID]
 *   load idle  PORT CONNECTIONS       (until its standard input ends)
 *
 * PID is the server: its CPU time is read from the kernel at the very moment the
 * measuring begins and ends. -n sends so many messages in all, and measures all of them.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
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
#define BUCKETS 1000000      /* latencies in microseconds; the last takes all above */
#define PER_ADDRESS 20000    /* connections from one source address: it has 28000 ports */
#define DRAIN_SECONDS 5      /* then a message without an answer is an error */
#define STAMP sizeof(uint64_t)

typedef struct connection {
  int fd;
  uint64_t stamp; /* opens each message: which connection, which message of it */
  size_t sent, received;
  double started;
} connection;

static char *message, *scratch; /* what follows the stamp is the same in all messages */
static size_t length;
static uint32_t histogram[BUCKETS];
static uint64_t requests, bad, sent, answered, limit = UINT64_MAX;
static double slowest;
static int measuring;
static pid_t server;

static double seconds_of(clockid_t clock) {
  struct timespec t = {0};
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double now(void) {
  return seconds_of(CLOCK_MONOTONIC);
}

/* CPU time of all the server's threads, those that ended included. */
static double server_cpu(void) {
  clockid_t clock;
  if (server == 0 || clock_getcpuclockid(server, &clock) != 0) return 0;
  return seconds_of(clock);
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void raise_limit(void) {
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

static struct sockaddr_in loopback(int host, int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + (uint32_t)host);
  return address;
}

/* The first connections come from 127.0.0.1, the next from 127.0.0.2, and so on. */
static int open_connection(int port, int number, int *status) {
  struct sockaddr_in from = loopback(number / PER_ADDRESS, 0), to = loopback(0, port);
  int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0) die("socket");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
  if (number >= PER_ADDRESS && bind(fd, (struct sockaddr *)&from, sizeof(from)) < 0) die("bind");
  *status = connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0 ? errno : 0;
  return fd;
}

static int error_of(int fd) {
  int error = 0;
  socklen_t size = sizeof(error);
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

static int connect_one(int port, int number) {
  int status, fd = open_connection(port, number, &status);
  struct pollfd wait = {.fd = fd, .events = POLLOUT};
  if (status == EINPROGRESS) status = poll(&wait, 1, 10000) == 1 ? error_of(fd) : ETIMEDOUT;
  if (status == 0) return fd;
  errno = status;
  die("connect");
  return -1;
}

static void watch(int epoll, connection *c) {
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event) < 0) die("epoll_ctl");
}

static void send_more(connection *c) {
  while (c->sent < length) {
    ssize_t n = send(c->fd, message + c->sent, length - c->sent, MSG_NOSIGNAL);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) die("send");
    c->sent += (size_t)n;
  }
}

static void begin(connection *c, double time) {
  if (sent >= limit) return;
  sent++;
  c->sent = c->received = 0;
  c->started = time;
  c->stamp++;
  memcpy(message, &c->stamp, STAMP);
  send_more(c);
  if (c->sent < STAMP) die("send: not even the stamp");
}

static void finish(connection *c) {
  double time = now(), micros = (time - c->started) * 1e6;
  answered++;
  if (measuring) {
    requests++;
    histogram[micros < BUCKETS - 1 ? (int)micros : BUCKETS - 1]++;
    if (micros > slowest) slowest = micros;
  }
  begin(c, time);
}

/* Compares bytes [from, to) of an echo with what this connection sent. */
static int differs(const connection *c, size_t from, size_t to) {
  size_t head = from >= STAMP ? from : to < STAMP ? to : STAMP;
  return memcmp(scratch + from, (const char *)&c->stamp + from, head - from) != 0 ||
         memcmp(scratch + head, message + head, to - head) != 0;
}

static void receive(connection *c) {
  size_t from = c->received;
  if (from == length) return;
  ssize_t n = recv(c->fd, scratch + from, length - from, 0);
  if (n < 0 && errno == EAGAIN) return;
  if (n < 0) die("recv");
  if (n == 0) {
    fputs("the server closed a connection\n", stderr);
    exit(1);
  }
  c->received += (size_t)n;
  bad += (uint64_t)differs(c, from, c->received);
  if (c->received == length) finish(c);
}

static void drive(int epoll, double until) {
  struct epoll_event events[EVENTS];
  while (now() < until && answered < limit) {
    int count = epoll_wait(epoll, events, EVENTS, 20);
    for (int i = 0; i < count; i++) {
      connection *c = events[i].data.ptr;
      if (events[i].events & EPOLLOUT && c->sent < length) send_more(c);
      if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(c);
    }
  }
}

static int percentile(double part) {
  uint64_t seen = 0;
  for (int i = 0; i < BUCKETS; i++) {
    seen += histogram[i];
    if ((double)seen >= part * (double)requests) return i;
  }
  return BUCKETS;
}

static void prepare_messages(size_t bytes) {
  length = bytes;
  message = malloc(length);
  scratch = malloc(length);
  for (size_t i = 0; i < length; i++) message[i] = (char)(i * 31 + i / 251);
}

static void echo(int port, int count, double seconds, double warmup) {
  int epoll = epoll_create1(0);
  connection *all = calloc((size_t)count, sizeof(*all));
  for (int i = 0; i < count; i++) {
    all[i].fd = connect_one(port, i);
    all[i].stamp = (uint64_t)i << 32;
    watch(epoll, &all[i]);
  }
  measuring = limit < UINT64_MAX;
  double start = now(), cpu = server_cpu();
  for (int i = 0; i < count; i++) begin(&all[i], now());
  if (!measuring) {
    drive(epoll, start + warmup);
    measuring = 1;
    cpu = server_cpu();
    start = now();
  }
  drive(epoll, start + seconds);
  cpu = server_cpu() - cpu;
  double took = now() - start;
  measuring = 0;
  limit = sent; /* no new messages: the connections are closed when all is echoed */
  drive(epoll, now() + DRAIN_SECONDS);
  printf("{\"requests\": %llu, \"seconds\": %.6f, \"cpu\": %.6f, \"p50\": %d, \"p99\": %d, "
         "\"max\": %.0f, \"errors\": %llu}\n",
         (unsigned long long)requests, took, cpu, percentile(0.5), percentile(0.99), slowest,
         (unsigned long long)(bad + sent - answered));
}

typedef struct outcome {
  int served, refused, reset, other;
} outcome;

/* One event of a connection of the burst; true when its outcome is known. */
static int settled(connection *c, uint32_t events, outcome *result) {
  char byte;
  if (c->received) return 0;
  if (c->sent == 0 && events & EPOLLOUT && !(events & EPOLLERR))
    c->sent = send(c->fd, "x", 1, MSG_NOSIGNAL) == 1;
  if (!(events & (EPOLLIN | EPOLLERR | EPOLLHUP))) return 0;
  ssize_t n = recv(c->fd, &byte, 1, 0);
  if (n < 0 && errno == EAGAIN) return 0;
  c->received = 1;
  if (n == 1) result->served++;
  else if (n < 0 && errno == ECONNREFUSED) result->refused++;
  else if (n < 0 && errno == ECONNRESET) result->reset++;
  else result->other++;
  return 1;
}

/* Every connection sends a byte and waits for its echo: only then was it served.
 * All stay open until the last one was. */
static void burst(int port, int count, double seconds) {
  int epoll = epoll_create1(0), left = count;
  outcome result = {0};
  connection *all = calloc((size_t)count, sizeof(*all));
  struct epoll_event events[EVENTS];
  double cpu = server_cpu(), start = now();
  for (int i = 0; i < count; i++) {
    int status;
    all[i].fd = open_connection(port, i, &status);
    if (status != 0 && status != EINPROGRESS) {
      result.refused += status == ECONNREFUSED;
      result.other += status != ECONNREFUSED;
      left--;
    } else {
      watch(epoll, &all[i]);
    }
  }
  double opened = now() - start;
  while (left > 0 && now() < start + seconds) {
    int ready = epoll_wait(epoll, events, EVENTS, 100);
    for (int i = 0; i < ready; i++) left -= settled(events[i].data.ptr, events[i].events, &result);
  }
  double took = now() - start;
  cpu = server_cpu() - cpu;
  printf("{\"served\": %d, \"refused\": %d, \"reset\": %d, \"other\": %d, \"unanswered\": %d, "
         "\"opened\": %.4f, \"seconds\": %.4f, \"cpu\": %.4f}\n",
         result.served, result.refused, result.reset, result.other, left, opened, took, cpu);
}

static void idle(int port, int count) {
  for (int i = 0; i < count; i++) (void)connect_one(port, i);
  puts("connected");
  fflush(stdout);
  char byte;
  while (read(0, &byte, 1) > 0) {
  }
}

static int usage(void) {
  fputs("usage: load echo|burst|idle PORT CONNECTIONS [-s BYTES] [-t SECONDS] [-n COUNT] "
        "[-w WARMUP] [-p PID]\n",
        stderr);
  return 2;
}

int main(int argc, char **argv) {
  double seconds = 30, warmup = 0.3;
  size_t bytes = 1024;
  int option;
  while ((option = getopt(argc, argv, "s:t:n:w:p:")) != -1) {
    if (option == 's') bytes = strtoul(optarg, NULL, 10);
    else if (option == 't') seconds = atof(optarg);
    else if (option == 'n') limit = strtoull(optarg, NULL, 10);
    else if (option == 'w') warmup = atof(optarg);
    else if (option == 'p') server = atoi(optarg);
    else return usage();
  }
  if (argc - optind != 3 || bytes < STAMP) return usage();
  const char *mode = argv[optind];
  int port = atoi(argv[optind + 1]), count = atoi(argv[optind + 2]);
  raise_limit();
  prepare_messages(bytes);
  if (strcmp(mode, "echo") == 0) echo(port, count, seconds, warmup);
  else if (strcmp(mode, "burst") == 0) burst(port, count, seconds);
  else if (strcmp(mode, "idle") == 0) idle(port, count);
  else return usage();
  return 0;
}
