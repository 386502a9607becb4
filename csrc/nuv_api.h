/* The public interface of netuv's core: what Python, the C lane and C programs
 * may use. The compiler includes this file (through nuv.h) and cffi reads it
 * byte for byte, so it has no preprocessor line and names no libuv type.
 *
 * Conventions
 * - A result >= 0 is a success, < 0 is an error: a libuv code, or one of
 *   nuv_error below. End of file is an event, not an error.
 * - A loop and all that belongs to it is used by the thread that made the loop.
 *   A function that takes a loop or a handle answers NUV_EWRONGTHREAD to any
 *   other thread and NUV_EFORKED in a forked child, what makes a timer and nuv_loop_arena NULL.
 *   Unchecked, and the owner's all the same, are each _slot and _generation of timers and
 *   lookups. nuv_loop_wake and nuv_loop_wait are for other threads, and say so.
 * - A NULL that is nothing, a negative length or count and a kind that there is not are UV_EINVAL.
 *   A loop, timer or lookup is an address that is trusted: it was made here and not freed.
 * - Pointers passed in are read during the call only, unless stated otherwise.
 * - A handle is owned by its loop from _new (or its accept event) until _free.
 */

typedef struct nuv_loop nuv_loop;
typedef struct nuv_timer nuv_timer;
typedef struct nuv_lookup nuv_lookup;

/* A stream, by number: above 0, and good until nuv_stream_free. After that, and after its
 * loop was freed, it is UV_EBADF for ever, whatever streams there are then. */
typedef int64_t nuv_stream_id;

enum nuv_error {
  NUV_EWRONGTHREAD = -20001, /* the caller is not the loop's owner */
  NUV_EFORKED = -20002,      /* the loop was made before a fork() */
  NUV_ERUNNING = -20003,     /* the loop is polling already */
  NUV_EINTERRUPTED = -20004, /* a drain failed; what is left is still recorded */
  NUV_ENOTDUE = -20005       /* no timer is due */
};

/* ---- Events ------------------------------------------------------------ */

/* What `a` and `b` of a record are, kind by kind. */
enum nuv_event_kind {
  NUV_EV_DATA = 1,    /* arena bytes [a, b) were read: at most 64 KiB */
  NUV_EV_END,         /* the peer ended its side */
  NUV_EV_READ_ERROR,  /* a: error; reading has stopped */
  NUV_EV_CONNECT,     /* a: 0 or error */
  NUV_EV_CONNECTION,  /* a: the accepted stream's id, to be claimed */
  NUV_EV_DROP,        /* as CONNECTION; over max_connections: claim, emit, close */
  NUV_EV_ACCEPT_ERROR,/* a: error; the listener lives on, and goes on as soon as it can */
  NUV_EV_WRITTEN,     /* a: 0 or error; b: the token given to write */
  NUV_EV_SHUTDOWN,    /* a: 0 or error */
  NUV_EV_CLOSED,      /* last event of a handle: free it now */
  NUV_EV_LOOKUP,      /* a: 0 or error; read the answer, then free the lookup */
  NUV_EV_READ,        /* a: bytes were read, into the stream's own buffer */
  NUV_EV_FINISHED     /* a listener's last connection was recorded before this */
};

/* One event. A record is history: by the time it is dispatched its handle may
 * have been closed, which the newer generation of the handle's slot shows. */
typedef struct nuv_event {
  int64_t kind;
  int64_t slot;
  int64_t generation;
  int64_t a;
  int64_t b;
} nuv_event;

/* Called in the middle of polling when the batch is full: dispatch and release
 * it. A result < 0 ends the poll after the events it has: they are recorded, the
 * arena grows, and no drain is called. */
typedef int32_t (*nuv_drain)(void *context);

/* ---- Loop -------------------------------------------------------------- */

/* Makes what the process has once. Any thread, and at once before anything else: what
 * fails here, for want of descriptors say, would end the process later. Further calls
 * do nothing, or try again what has failed. */
int32_t nuv_init(void);

/* Makes a loop owned by the calling thread: in `*loop`, or NULL with the error that is
 * returned. `drain` is called with `context` while nuv_loop_poll runs; a batch holds about
 * `max_events` records or `max_bytes` of read data (at most 2**20 and 2**28). */
int32_t nuv_loop_new(nuv_loop **loop, nuv_drain drain, void *context, int32_t max_events,
                     int64_t max_bytes);

/* Closes what is open without any event and frees the loop. Not while polling.
 * In a forked child it touches nothing and keeps the memory for good. */
int32_t nuv_loop_free(nuv_loop *loop);

/* Frees the loop in `*loop`, if there is one, and leaves NULL there: also in a forked child,
 * but not if the caller may not free it. */
int32_t nuv_loop_drop(nuv_loop **loop);

/* Lets libuv poll once, waiting for an event if `block`; records what happened.
 * Returns the number of records to dispatch, or NUV_EINTERRUPTED. */
int64_t nuv_loop_poll(nuv_loop *loop, int32_t block);

/* The same with a drain and a context of its own, for this poll. */
int64_t nuv_loop_poll_with(nuv_loop *loop, int32_t block, nuv_drain drain, void *context);

/* 1 while a referenced handle, request, timer or a close is pending. */
int32_t nuv_loop_alive(nuv_loop *loop);

/* Milliseconds of the loop's monotonic clock, read anew. */
int64_t nuv_loop_now(nuv_loop *loop);

/* Makes a blocked poll return. Any thread; NUV_EFORKED in a forked child. */
int32_t nuv_loop_wake(nuv_loop *loop);

/* The descriptor that makes a blocked poll return when a byte is written to it
 * (for signal handlers). Made at the first call, owned by the loop. */
int64_t nuv_loop_signal_fd(nuv_loop *loop);

/* 0 if the calling thread may use the loop now, else why not. */
int32_t nuv_loop_check(nuv_loop *loop);

/* The calling thread becomes the owner. For a loop whose own thread has ended. */
int32_t nuv_loop_adopt(nuv_loop *loop);

/* Records what waited for the end of the poll phase: the results of shutdowns
 * and pipe connects, which are known at once. Returns the number of records. */
int64_t nuv_loop_flush_deferred(nuv_loop *loop);

/* Borrows the records not yet taken or released: `*events` points to the first of
 * the returned number. Valid until the next release or poll. */
int64_t nuv_loop_batch(nuv_loop *loop, nuv_event **events);

/* Takes records, as plain integers: `out[0]` is above any slot in them, then come
 * three per record, for at most `capacity` records. Data: slot, a, b. All else, and
 * data of a stream closed since: -1 - slot, a, kind + 16 * generation. Returns how
 * many were taken. The next take or poll, and the end of the drain, release them:
 * by then all were consumed, unless nuv_loop_untake is called first. */
int64_t nuv_loop_take(nuv_loop *loop, int64_t *out, int64_t capacity);

/* nuv_loop_poll, then nuv_loop_take if there is something to take. */
int64_t nuv_loop_poll_take(nuv_loop *loop, int32_t block, int64_t *out, int64_t capacity);

/* Releases the first `consumed` of those taken; the others are as if never taken. */
int32_t nuv_loop_untake(nuv_loop *loop, int64_t consumed);

/* Takes the first record and releases it at once: `out` gets its three integers.
 * Returns 1, or 0 where there is none. */
int32_t nuv_loop_next(nuv_loop *loop, int64_t *out);

/* Gives the first `count` records back, those taken first; with the last one
 * their arena bytes go too. */
int32_t nuv_loop_release(nuv_loop *loop, int64_t count);

/* The read arena and its size; both may change by an interrupted poll only. */
char *nuv_loop_arena(nuv_loop *loop, int64_t *size);

/* ---- Hosting: a loop that another event loop drives ------------------------ */

/* From now on a host waits in this loop's place: it makes a turn without blocking when
 * the backend descriptor is readable, and when nuv_loop_end_turn has said. What is asked
 * of the loop between two turns makes the descriptor readable. */
int32_t nuv_loop_host(nuv_loop *loop);

/* Readable while a poll would find something. UV_ENOSYS where there is none. */
int64_t nuv_loop_backend_fd(nuv_loop *loop);

enum nuv_timeout { NUV_NO_TIMEOUT = 2147483647 };

/* Ends a hosted turn, which a poll began. Returns after how many milliseconds there
 * must be another one: 0 for at once, NUV_NO_TIMEOUT for not before the descriptor. */
int64_t nuv_loop_end_turn(nuv_loop *loop);

/* Waits until a poll would find something. For a thread beside the owner's, which
 * must have returned from here before the loop is freed. Checks nothing. */
int32_t nuv_loop_wait(nuv_loop *loop);

/* ---- Streams: TCP and pipes, connections and listeners ------------------- */

enum nuv_stream_kind { NUV_TCP = 1, NUV_PIPE = 2 };

enum nuv_write_flag {
  NUV_WRITE_COPY = 1,  /* the memory may change after the call: copy what is queued */
  NUV_WRITE_NOTIFY = 2 /* record NUV_EV_WRITTEN if something was queued */
};

enum nuv_listen_flag {
  NUV_LISTEN_PAUSED = 1,    /* do not read from accepted connections yet */
  NUV_LISTEN_NO_DELAY = 2,  /* TCP_NODELAY on accepted connections */
  NUV_LISTEN_KEEP_ALIVE = 4 /* keep-alive on accepted connections */
};

enum nuv_bind_flag { NUV_BIND_IPV6_ONLY = 1 };

/* An address as text: `family` 4 or 6, 0 for none. */
typedef struct nuv_address {
  int32_t family;
  int32_t port;
  char ip[64];
} nuv_address;

/* A new handle of nuv_stream_kind `kind` without a descriptor. */
nuv_stream_id nuv_stream_new(nuv_loop *loop, int32_t kind);

/* Takes the stream of a CONNECTION or DROP record over, when the record is
 * dispatched; those whose records are not yet are closed with their listener.
 * Returns its kind. */
int32_t nuv_stream_claim(nuv_stream_id stream);

/* Closes and frees a handle that nobody knows or asks for any more: no CLOSED event follows. */
int32_t nuv_stream_discard(nuv_stream_id id);

/* Frees a closed handle and its slot, once its CLOSED event was consumed;
 * UV_EBUSY before there is one. */
int32_t nuv_stream_free(nuv_stream_id stream);

int64_t nuv_stream_slot(nuv_stream_id stream);
int64_t nuv_stream_generation(nuv_stream_id stream);

int32_t nuv_stream_read_start(nuv_stream_id stream);
int32_t nuv_stream_read_stop(nuv_stream_id stream);

/* The stream's next read goes into `memory`, and is recorded as READ instead of DATA; then
 * nothing is read, nor is an end recorded, before this is called again: at the earliest when
 * that event is dispatched. For the first time while reading is stopped. The memory stays the
 * caller's, who must keep it, and not use it, until READ is dispatched, other memory is given or
 * the stream is closed. A read into 0 bytes is the READ_ERROR UV_ENOBUFS. */
int32_t nuv_stream_set_user_buffer(nuv_stream_id stream, char *memory, int64_t length);

/* Hands `length` bytes to the kernel if nothing is queued before them. Returns
 * how many are left: 0 when it took them all. Never queues. */
int64_t nuv_stream_try_write(nuv_stream_id stream, const char *data, int64_t length);

/* Writes `count` chunks: tries first, queues the rest. Returns 0 when all of it
 * reached the kernel, 1 when some is queued. Unless `flags` has NUV_WRITE_COPY
 * the memory must stay as it is until the WRITTEN event for `token`. */
int32_t nuv_stream_write(nuv_stream_id stream, const char *const *data, const int64_t *lengths,
                         int32_t count, int32_t flags, int64_t token);

/* Bytes queued in user memory. */
int64_t nuv_stream_queue_size(nuv_stream_id stream);

/* Ends the writing side after the queue; records SHUTDOWN, with what the system
 * says of it. UV_ENOTCONN before a connect is done. */
int32_t nuv_stream_shutdown(nuv_stream_id stream);

/* Closes the handle; records of it not yet dispatched become stale, queued
 * writes are dropped, CLOSED follows. A TCP peer whose data was read but not
 * dispatched gets RST, as it would had the data not been read. Returns the
 * slot's new generation. */
int64_t nuv_stream_close(nuv_stream_id stream);

/* How many bytes the peer has sent that are not dispatched yet: recorded, or in the kernel. */
int64_t nuv_stream_get_unread(nuv_stream_id id);

/* As close, sending RST instead of FIN. TCP only (else UV_EINVAL). */
int64_t nuv_stream_reset(nuv_stream_id stream);

int32_t nuv_stream_set_ref(nuv_stream_id stream, int32_t on);
int32_t nuv_stream_get_ref(nuv_stream_id stream);
int64_t nuv_stream_get_fd(nuv_stream_id stream);

/* Bytes in records already dispatched / bytes handed to the handle. */
int64_t nuv_stream_get_bytes_read(nuv_stream_id stream);
int64_t nuv_stream_get_bytes_written(nuv_stream_id stream);

/* After `ms` without a read or write nuv_timer_next returns this stream's slot,
 * once until the next activity; 0 turns it off. */
int32_t nuv_stream_set_timeout(nuv_stream_id stream, int64_t ms);

/* Counts as activity. */
int32_t nuv_stream_touch(nuv_stream_id stream);

/* ---- Listening --------------------------------------------------------- */

/* Starts accepting; `flags` of nuv_listen_flag, `keep_alive` in seconds. */
int32_t nuv_stream_listen(nuv_stream_id stream, int32_t backlog, int32_t flags, int32_t keep_alive);

/* Further connections are dropped while `count` accepted ones are open; -1: no
 * limit. Applies to connections recorded but not yet dispatched, too. */
int32_t nuv_stream_set_max_connections(nuv_stream_id stream, int64_t count);

/* 1 for a listener whose descriptor was given to it (nuv_tcp_open, nuv_pipe_open): others
 * may have that, too, and accept who waits. */
int32_t nuv_stream_is_shared(nuv_stream_id id);

/* The listener accepts no more, and is to be closed: those who were accepted already but are
 * not yet dispatched would be closed with it. Returns how many they are: if any, FINISHED
 * comes after them. With `waiting` those who wait are accepted first. */
int64_t nuv_stream_finish(nuv_stream_id id, int32_t waiting);

/* Whether the listener accepts (it does at first); who connects meanwhile waits. */
int32_t nuv_stream_set_accepting(nuv_stream_id stream, int32_t on);

/* ---- TCP --------------------------------------------------------------- */

int32_t nuv_tcp_open(nuv_stream_id stream, int64_t fd);
int32_t nuv_tcp_bind(nuv_stream_id stream, const char *ip, int32_t port, int32_t flags);
int32_t nuv_tcp_connect(nuv_stream_id stream, const char *ip, int32_t port);
int32_t nuv_tcp_get_sockname(nuv_stream_id stream, nuv_address *address);
int32_t nuv_tcp_get_peername(nuv_stream_id stream, nuv_address *address);

/* Options asked for before there is a descriptor are applied once there is; a
 * keep-alive the system then refuses fails nothing. */
int32_t nuv_tcp_set_no_delay(nuv_stream_id stream, int32_t on);
int32_t nuv_tcp_set_keep_alive(nuv_stream_id stream, int32_t on, int32_t seconds);

/* What an accepted stream was given by its listener's options, whatever was set since: of
 * nuv_listen_flag; and the delay of a keep-alive, in seconds. */
int32_t nuv_tcp_given_flags(nuv_stream_id stream);
int32_t nuv_tcp_given_keep_alive(nuv_stream_id stream);

/* ---- Pipes: Unix domain sockets ------------------------------------------ */

int32_t nuv_pipe_open(nuv_stream_id stream, int64_t fd);

/* `path` has `length` bytes; a leading NUL is Linux' abstract name. A bound file
 * is unlinked by close, unless somebody else has bound the name since. */
int32_t nuv_pipe_bind(nuv_stream_id stream, const char *path, int64_t length);
int32_t nuv_pipe_connect(nuv_stream_id stream, const char *path, int64_t length);

enum nuv_pipe_mode { NUV_PIPE_READABLE = 1, NUV_PIPE_WRITABLE = 2 };

/* Lets all users read from, write to a bound pipe: nuv_pipe_mode. */
int32_t nuv_pipe_chmod(nuv_stream_id stream, int32_t mode);

/* Fills `path`, without a NUL at its end, for at most `capacity` bytes. Returns
 * how many it has, 0 where there is no name; UV_ENOBUFS if it does not fit. */
int64_t nuv_pipe_get_sockname(nuv_stream_id stream, char *path, int64_t capacity);
int64_t nuv_pipe_get_peername(nuv_stream_id stream, char *path, int64_t capacity);

/* ---- Timers ------------------------------------------------------------ */

/* A stopped timer with a slot of its own, which goes with its loop at the latest. NULL when
 * out of memory or when the caller may not use the loop (nuv_loop_check says which). */
nuv_timer *nuv_timer_new(nuv_loop *loop);
int32_t nuv_timer_free(nuv_timer *timer);
int64_t nuv_timer_slot(nuv_timer *timer);

/* Due `ms` from now, at least 1; a running timer starts again. Where there is no memory for a
 * time that no other timer has it is as it was. */
int32_t nuv_timer_start(nuv_timer *timer, int64_t ms);

/* Starts again with the last time given to start, which needs no memory. UV_EINVAL if there
 * was none. */
int32_t nuv_timer_again(nuv_timer *timer);

/* The second starts again as of when the timer last came; of one that the first was called of
 * before that, or UV_EINVAL. */
int32_t nuv_timer_set_repeat(nuv_timer *timer);
int32_t nuv_timer_repeat(nuv_timer *timer);

/* To be called of one that has just come, too, if it is cancelled before it is freed. */
int32_t nuv_timer_stop(nuv_timer *timer);
int32_t nuv_timer_set_ref(nuv_timer *timer, int32_t on);

/* How nuv_timer_next is called. */
enum nuv_timer_walk {
  NUV_TIMERS_GO_ON,  /* after a timer */
  NUV_TIMERS_BEGIN,  /* a timer phase begins: what is started in it is not due before the next */
  /* An error kept the caller from going on, or it was over and ticks came after it: another
   * one begins if they have set the loop's clock to a time when it does. */
  NUV_TIMERS_RESUME
};

/* Stops the next timer that is due and returns its slot, or NUV_ENOTDUE: the phase is over.
 * Timers of one delay come together, those started first before the others. */
int64_t nuv_timer_next(nuv_loop *loop, int32_t walk);

/* Where ticks are to run after a timer, before nuv_timer_next is called again with the same
 * `walk`: looks whether another timer of the same delay is due. That one then comes even if it is
 * started again; it does not if it is stopped. Returns NUV_ENOTDUE if the phase is over. */
int32_t nuv_timer_choose(nuv_loop *loop, int32_t walk);
enum nuv_timer_choice {
  NUV_SAME_LIST, /* it has the delay of the last one; after an error no ticks run before it */
  NUV_NEXT_LIST
};

/* ---- Name requests ------------------------------------------------------- */

enum nuv_lookup_hint { NUV_ADDRCONFIG = 1, NUV_V4MAPPED = 2, NUV_ALL = 4 };

/* Resolves `host` on a thread of the core's own; records LOOKUP. `family` is 0,
 * 4 or 6. The request is in `*lookup`, or NULL with the error that is returned: UV_EAGAIN
 * where there is no thread for it. One that is under way delays neither the freeing of the
 * loop, which frees it, nor the end of the process. */
int32_t nuv_lookup_new(nuv_lookup **lookup, nuv_loop *loop, const char *host, int32_t family,
                       int32_t hints);
int32_t nuv_lookup_free(nuv_lookup *lookup);
int64_t nuv_lookup_slot(nuv_lookup *lookup);
int64_t nuv_lookup_generation(nuv_lookup *lookup);

/* How many addresses the answer has; the one at `index` (0 or an error).
 * UV_EBUSY before the LOOKUP record. */
int64_t nuv_lookup_count(nuv_lookup *lookup);
int32_t nuv_lookup_get(nuv_lookup *lookup, int64_t index, nuv_address *address);

/* ---- Odds and ends ------------------------------------------------------- */

/* 4, 6 or 0: what kind of literal address `text` is. Any thread. */
int32_t nuv_address_family(const char *text);

/* What kind of stream a descriptor is: NUV_TCP, NUV_PIPE, or UV_EINVAL. */
int32_t nuv_fd_kind(int64_t fd);

/* "ECONNREFUSED" and "connection refused" for a libuv code; static or
 * thread-local text, valid until the thread's next call. Any thread. */
const char *nuv_error_name(int32_t error);
const char *nuv_error_text(int32_t error);

/* What the C lane calls, as one table of addresses. */
typedef struct nuv_lane_api {
  int64_t (*poll_with)(nuv_loop *loop, int32_t block, nuv_drain drain, void *context);
  int32_t (*next)(nuv_loop *loop, int64_t *out);
  char *(*arena)(nuv_loop *loop, int64_t *size);
  int64_t (*try_write)(nuv_stream_id stream, const char *data, int64_t length);
} nuv_lane_api;

const nuv_lane_api *nuv_lane_api_get(void);
