/* Struct bodies and the functions that cross .c files. Never seen by Python. */
#ifndef NUV_INTERNAL_H
#define NUV_INTERNAL_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1 /* uv.h needs more than C11 declares; so every .c file starts here */
#endif

#include <uv.h>

#include "nuv.h"

/* ring.c: event records in the order they happened. Grows when nobody drains. */
typedef struct nuv__ring {
  nuv_event *events;
  int64_t capacity;
  int64_t head;  /* first record not released */
  int64_t taken; /* so many from there on are being dispatched */
  int64_t tail;
} nuv__ring;

int nuv__ring_init(nuv__ring *ring, int64_t capacity);
void nuv__ring_free(nuv__ring *ring);
int nuv__ring_push(nuv__ring *ring, const nuv_event *event);
int nuv__ring_reserve(nuv__ring *ring, int64_t count); /* so many pushes (few) will not fail */
int64_t nuv__ring_count(const nuv__ring *ring); /* those not taken */
void nuv__ring_release(nuv__ring *ring, int64_t count);

#define NUV__READ_SIZE 131072 /* the most that is read at once */

/* arena.c: memory that reads go into, handed out front to back. */
typedef struct nuv__arena {
  char *memory; /* what was allocated */
  char *base;   /* where a cache line begins in it */
  int64_t size;
  int64_t used;
} nuv__arena;

int nuv__arena_init(nuv__arena *arena, int64_t size);
void nuv__arena_free(nuv__arena *arena);
int nuv__arena_reserve(nuv__arena *arena, int64_t room);
void nuv__arena_align(nuv__arena *arena);

/* address.c: text and sockaddr. */
int nuv__parse_address(const char *ip, int port, struct sockaddr_storage *out);
void nuv__format_address(const struct sockaddr *address, nuv_address *out);

typedef struct nuv_stream nuv_stream;

/* registry.c: streams by their ids. */
int nuv__registry_add(nuv_stream *stream, uint64_t thread); /* gives it its id */
void nuv__registry_remove(nuv_stream *stream);
void nuv__registry_move(const nuv_stream *stream, uint64_t thread);

/* The stream that has `id`, or NULL; for ids out of the loop's own records. */
nuv_stream *nuv__stream_find(nuv_stream_id id);

/* As nuv__stream_get, for what only looks: a forked child may, too. */
nuv_stream *nuv__stream_peek(nuv_stream_id id, int *error);

/* The stream of `id` if the caller may use it: else NULL, and why not in `*error`. The
 * second wants it open, the third also of nuv_stream_kind `kind`. */
nuv_stream *nuv__stream_get(nuv_stream_id id, int *error);
nuv_stream *nuv__stream_open(nuv_stream_id id, int *error);
nuv_stream *nuv__stream_open_as(nuv_stream_id id, int kind, int *error);

/* slots.c: small numbers for handles, with a generation each. */
typedef struct nuv__slots {
  uint32_t *generations;
  int32_t *next_free;
  nuv_stream **streams; /* NULL where the slot is a timer's or a lookup's */
  int32_t capacity;
  int32_t used;
  int32_t first_free; /* -1: none */
} nuv__slots;

void nuv__slots_init(nuv__slots *slots);
void nuv__slots_free(nuv__slots *slots);
int32_t nuv__slot_new(nuv__slots *slots); /* < 0: out of memory */
void nuv__slot_free(nuv__slots *slots, int32_t slot);
int64_t nuv__slot_generation(const nuv__slots *slots, int32_t slot);
int64_t nuv__slot_retire(nuv__slots *slots, int32_t slot);

/* timer_lists.c: the running timers of a loop. */
typedef struct nuv__timer_list {
  nuv_timer *first; /* the one that was started first, or NULL */
  nuv_timer *last;
  int64_t delay;    /* of all in it */
  int64_t expiry;   /* when the first one is looked at: it may be due later, never sooner */
  uint64_t order;   /* the one that was put into the heap first comes first */
  int64_t position; /* in the heap, or -1; one that is empty may still be there */
  int64_t users;    /* timers with that delay, running or not: they keep their room in it */
  struct nuv__timer_list *chained; /* another one in the same bucket */
} nuv__timer_list;

typedef struct nuv__timers {
  nuv_timer *owned; /* what nobody has freed goes with the loop */
  nuv__timer_list **heap;
  nuv__timer_list **buckets; /* by delay: every list that there is */
  int64_t count;    /* of those in the heap */
  int64_t made;     /* of all */
  int64_t unused;   /* of those in the heap without a user */
  int64_t capacity; /* of the heap, and how many buckets: a power of two */
  uint64_t orders;
  int64_t referenced; /* how many of the running timers keep the loop alive */
  int64_t phase;      /* when the timer phase began, or NUV__NO_PHASE */
  int64_t not_before; /* the next one does not begin */
  nuv__timer_list *current; /* the one that this phase's last timer came from, if it goes on */
  nuv_timer *chosen;        /* the next one of that list: it comes if it is not stopped */
  uv_timer_t wake;          /* ends a poll when the first list is to be looked at */
} nuv__timers;

#define NUV__NO_PHASE INT64_MIN

/* The list for `delay`, for one user more; NULL without memory. What the user does then cannot
 * fail: it has its place in the heap. */
nuv__timer_list *nuv__timer_list_use(nuv__timers *timers, int64_t delay);
void nuv__timer_list_release(nuv__timers *timers, nuv__timer_list *list); /* one user less */
/* Puts it into the heap, or further down in it, where it expires later than it did. */
void nuv__timer_list_wait(nuv__timers *timers, nuv__timer_list *list, int64_t expiry);
void nuv__timer_list_leave(nuv__timers *timers, nuv__timer_list *list); /* frees what is unused */
void nuv__timer_lists_free(nuv__timers *timers);

/* timer.c */
struct nuv_timer {
  nuv_loop *loop;
  nuv_stream *stream; /* the stream whose idle timeout this is, or NULL */
  nuv__timer_list *list; /* for its delay; NULL before its first start */
  nuv_timer *next;       /* in that list, while it runs */
  nuv_timer *previous;
  int64_t start; /* from when its delay counts */
  union {
    int64_t queue; /* the stream's write queue's size, when the timer last looked */
    int64_t came;  /* when it last did, if it repeats */
  } last;
  int32_t slot;
  unsigned referenced : 1;
  unsigned running : 1;
  unsigned repeats : 1;
  nuv_timer *next_owned; /* in the list of those that nuv_timer_new made */
  nuv_timer *previous_owned;
};

int nuv__timers_init(nuv_loop *loop);
void nuv__timers_free(nuv_loop *loop);
void nuv__timers_arm(nuv_loop *loop);
int nuv__timers_alive(nuv_loop *loop); /* whether a running one keeps it */
nuv_timer *nuv__timer_make(nuv_loop *loop, nuv_stream *stream);
int nuv__timer_start(nuv_timer *timer, int64_t ms);
void nuv__timer_stop(nuv_timer *timer);
void nuv__timer_active(nuv_timer *timer); /* starts again; it was started before */
void nuv__timer_destroy(nuv_timer *timer);

/* dns.c */
typedef struct nuv__resolver nuv__resolver; /* shared with the worker threads */

int nuv__resolver_init(nuv_loop *loop);
void nuv__resolver_free(nuv_loop *loop);
void nuv__resolver_collect(nuv_loop *loop);
int nuv__resolver_pending(const nuv_loop *loop);

/* SIGPIPE is held back in this thread while libuv may write. */
typedef struct nuv__sigpipe {
  unsigned held : 1;
  unsigned was_blocked : 1; /* by the program, which finds it so again */
  unsigned was_pending : 1;
} nuv__sigpipe;

/* The system, see below: threads by number. */
/* What a call costs less for than for any other variable of a thread's. */
#if defined(__GLIBC__)
#define NUV__THREAD_LOCAL _Thread_local __attribute__((tls_model("initial-exec")))
#else
#define NUV__THREAD_LOCAL _Thread_local
#endif

extern NUV__THREAD_LOCAL uint64_t nuv__this_thread; /* 0: not asked yet */
uint64_t nuv__thread_number(void);

/* The caller's number. No other thread has it, not after this one's end, nor does it keep it
 * in a forked child: what it had made there was inherited. */
static inline uint64_t nuv__thread_id(void) {
  return nuv__this_thread != 0 ? nuv__this_thread : nuv__thread_number();
}

/* loop.c */
struct nuv_loop {
  uv_loop_t uv;
  uint64_t owner; /* nuv__thread_id() of the thread that may use it */
  nuv_drain drain;
  void *context;
  int32_t max_events;
  int64_t max_bytes;
  unsigned polling : 1;
  unsigned drain_failed : 1; /* a drain failed: no Python until the next poll */
  unsigned closing : 1;  /* nuv_loop_free runs: nothing is recorded */
  unsigned hosted : 1;   /* another loop drives this one */
  unsigned in_turn : 1;  /* hosted: since the poll, until nuv_loop_end_turn */
  unsigned needs_poll : 1;  /* hosted: libuv must poll again before the host waits */
  nuv__sigpipe sigpipe;  /* held back by a poll, if there is something queued */
  int64_t writing;       /* writes that libuv has queued */
  nuv__ring ring;
  nuv__ring deferred; /* for the end of the poll phase */
  nuv__arena arena;
  nuv__slots slots;
  nuv__timers timers;
  nuv__resolver *resolver;
  uv_async_t wake;
  uv_poll_t signal;
  uv_os_sock_t signal_pair[2]; /* read end, write end */
  unsigned has_signal : 1;     /* there is that pair, and `signal` is a handle */
  unsigned has_stream : 1;     /* there was one: libuv has what it keeps for all of them */
  nuv_loop *next_inherited; /* in the list of loops a forked child keeps */
};

/* owner.c */
int nuv__refusal(uint64_t owner); /* why the caller may not use what that thread made */

/* May the caller use it? 0, or why not. */
static inline int nuv__check(const nuv_loop *loop) {
  return loop->owner == nuv__thread_id() ? 0 : nuv__refusal(loop->owner);
}

/* batch.c */
void nuv__need_poll(nuv_loop *loop); /* libuv was asked for what takes effect with its next poll */
void nuv__record(nuv_loop *loop, int32_t slot, int kind, int64_t a, int64_t b);
int nuv__reserve_deferred(nuv_loop *loop); /* before the next, which then cannot fail */
void nuv__defer(nuv_loop *loop, int32_t slot, int kind, int64_t a, int64_t b);
void nuv__drain_if_full(nuv_loop *loop);
int nuv__drain_now(nuv_loop *loop);
void nuv__release_taken(nuv_loop *loop); /* what was taken has been dispatched */

/* stream.c */
typedef struct nuv__listener nuv__listener;
typedef struct nuv__user_buffer nuv__user_buffer;

struct nuv_stream {
  union {
    uv_handle_t handle;
    uv_stream_t stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
  } uv;
  nuv_stream_id id;
  nuv_loop *loop; /* from here to `timer` is what each read and write looks at */
  int64_t bytes_read;
  int64_t bytes_written;
  int32_t slot;
  unsigned kind : 2;
  unsigned unclaimed : 1; /* accepted, and not dispatched to Python yet */
  unsigned keep_alive : 1; /* asked for before there was a descriptor */
  unsigned connecting : 1;
  unsigned writes_by : 2; /* of nuv__way: how bytes are handed to the kernel */
  unsigned freed : 1; /* free it when libuv has closed it */
  unsigned closing : 1; /* it is being closed, or has been */
  unsigned closed : 1; /* libuv has closed it */
  unsigned opened : 1; /* its descriptor was given: others may have it, too */
  unsigned reading : 1; /* libuv was asked to, and not to stop since */
  unsigned hangs_up : 1; /* it may, behind its last bytes, and libuv does not look at once */
  unsigned given_no_delay : 1; /* by the options of its listener, when it was accepted */
  unsigned given_keep_alive : 1; /* so, too; `keep_alive_seconds` is its delay */
  nuv_timer *timer; /* idle timeout, or NULL */
  nuv__listener *listener; /* what a listening stream has more, or NULL */
  nuv__listener *server; /* the listener that accepted this one, or NULL */
  nuv__user_buffer *user_buffer; /* what it reads into instead of the arena, or NULL */
  int32_t keep_alive_seconds;
};

/* send() takes less time than write(), which libuv calls, and never gives SIGPIPE. */
enum nuv__way { NUV__UNKNOWN, NUV__SEND, NUV__LIBUV };

nuv_stream *nuv__stream_make(nuv_loop *loop, int kind);
nuv_stream *nuv__stream_reserve(nuv_loop *loop, int kind); /* all of it that may fail */
void nuv__stream_begin(nuv_stream *stream); /* the rest */
void nuv__stream_destroy(nuv_stream *stream);
void nuv__on_connect(uv_connect_t *request, int status);

/* There was activity: the idle timeout starts again. */
static inline void nuv__stream_active(nuv_stream *stream) {
  if (stream->timer != NULL) nuv__timer_active(stream->timer);
}

/* read.c */
struct nuv__user_buffer {
  char *memory;
  int64_t length;
  unsigned ready : 1; /* may be read into: what was in it is dispatched */
};

int nuv__stream_read_start(nuv_stream *stream);
void nuv__read_ended(nuv_stream *stream, ssize_t status);
int64_t nuv__undelivered_bytes(const nuv_stream *stream); /* read, in records not yet released */

/* close.c: closes a stream that Python does not know (any more): no CLOSED, no free. */
void nuv__stream_discard(nuv_stream *stream);

/* listener.c */
struct nuv__listener {
  int32_t references; /* its stream's, one for each accepted stream, and its handles' */
  int64_t open; /* accepted streams not yet closed */
  int64_t max_connections;
  int32_t flags;
  int32_t keep_alive;
  unsigned listening : 1;
  unsigned polls : 1; /* `poll` is in use: libuv does not accept by itself */
  unsigned paused : 1; /* accepts nothing */
  unsigned failing : 1; /* accepts nothing before `retry` */
  unsigned finished : 1; /* accepts nothing any more */
  unsigned waiting : 1; /* where libuv accepts: it has one, and goes on once that is taken */
  int32_t delay; /* ms from the last failure to the next try, 0 after a success */
  int64_t report_at; /* when the next failure is to be recorded */
  int reserve; /* a descriptor to be given up when there is no other, or -1 */
  uv_poll_t poll; /* somebody waits */
  uv_timer_t retry; /* runs while `poll` does not: a listener keeps its loop alive */
  char *path; /* bound Unix path to unlink, or NULL */
  int64_t path_length;
  uint64_t device;
  uint64_t inode;
  void (*on_waiting)(nuv_stream *server, int status); /* somebody waits, or why it is not known */
};

nuv__listener *nuv__listener_get(nuv_stream *stream);
void nuv__listener_set_ref(nuv__listener *listener, int on);
void nuv__listener_unref(nuv__listener *listener);
void nuv__listener_leave(nuv_stream *stream); /* an accepted stream closes: it no longer counts */
/* Whether the event is a connection that the listener has accepted and nobody has claimed. */
int nuv__is_unclaimed(const nuv_event *event, const nuv_stream *listener);

/* tcp.c */
int nuv__tcp_keep_alive(nuv_stream *stream, int on, int seconds);
int nuv__tcp_bind(nuv_stream *stream, const char *ip, int port, int flags);

/* ---- The system -------------------------------------------------------------------------
 * What libuv has no call for: all of this is what platform_unix.c and platform_win.c each must
 * give, and the only place where a system's own code may be. A build takes one of the two.
 * nuv_fd_kind() of nuv_api.h is theirs, too. */

/* Threads and the process. The numbers of threads, which are asked for at each call from
 * Python, stand above. */
int nuv__is_inherited(uint64_t thread); /* it is a thread of a process that this one is a fork of */
void nuv__global_lock(void); /* of what the process has once: the table of streams */
void nuv__global_unlock(void);
int nuv__thread_start(void (*run)(void *), void *argument); /* detached, without signals */
void nuv__heap_keep(void);
int nuv__wait(const uv_loop_t *loop); /* until a poll would find something */

/* Once for the process; again after a failure. `make_first_loop` makes and closes a loop: with
 * it comes what libuv has once. */
int nuv__process_init(int (*make_first_loop)(void));

/* uv_loop_init, with the standard streams held: leaves nothing open where it fails. */
int nuv__uv_loop_init(uv_loop_t *loop);

/* Between the two nothing that is made becomes descriptor 0, 1 or 2. Any thread; they nest. */
int nuv__stdio_hold(void); /* 0, or an error: then there is nothing to release */
void nuv__stdio_release(void);
void nuv__stdio_close(uv_os_fd_t fd); /* closes what libuv leaves open: `fd` if it is one of them */

/* Sockets. */
int nuv__socket_keep_alive(uv_os_fd_t fd, int on, int seconds);
int nuv__socket_shutdown(uv_os_fd_t fd);
int64_t nuv__socket_unread(uv_os_fd_t fd); /* bytes in the kernel */
int nuv__socket_linger_zero(uv_os_fd_t fd);
/* Whether bytes go by the two below, which say how many the kernel took, or an error:
 * UV_ENOTSOCK where libuv is to do it. They give no SIGPIPE. */
int nuv__socket_sends(uv_os_fd_t fd);
int64_t nuv__socket_send(uv_os_fd_t fd, const char *data, size_t length);
int64_t nuv__socket_send_all(uv_os_fd_t fd, const uv_buf_t *buffers, int32_t count);
int64_t nuv__read(uv_os_fd_t fd, char *memory, size_t length);
int nuv__has_hung_up(uv_os_fd_t fd); /* the peer has closed its end, or both sides are shut down */
void nuv__wake_drain(uv_os_sock_t fd);
void nuv__wake_close(uv_os_sock_t fd);
int nuv__translate_eai(int error); /* an error of getaddrinfo() as libuv's */

/* In between, a write to a closed pipe gives this thread no SIGPIPE. Not to be nested. */
void nuv__sigpipe_hold(nuv__sigpipe *state);
void nuv__sigpipe_release(nuv__sigpipe *state); /* nothing where it is not held */

/* Pipes. A path has a NUL behind its `length` bytes where it is not const. */
int nuv__pipe_bind(nuv_stream *stream, char *path, size_t length); /* may take it: listener->path */
int nuv__pipe_check(const char *path, size_t length); /* 1: to be joined; 0: libuv connects */
int nuv__pipe_socket(void); /* for the next, which closes it where it fails */
int nuv__pipe_join(nuv_stream *stream, int fd, const char *path, size_t length);
int nuv__pipe_chmod(nuv_stream *stream, int32_t mode); /* adds the bits, for everybody */
void nuv__pipe_unlink(const nuv__listener *listener);

/* Listening: `on_waiting` of the listener is called if somebody waits, while it is watched. */
int nuv__listen(nuv_stream *server, int backlog);
int nuv__listen_watch(nuv_stream *server, int on);
void nuv__listen_over(nuv__listener *listener);
int nuv__accept(nuv_stream *server); /* what nuv__accept_open takes over, or an error */
int nuv__accept_open(nuv_stream *server, nuv_stream *stream, int accepted);
int nuv__turn_away(nuv_stream *server); /* those who wait, by the reserve: UV_EAGAIN, or why not */

#endif
