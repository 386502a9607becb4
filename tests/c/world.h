/* A loop whose records are kept, and peers made of plain sockets. */
#ifndef NUV_TEST_WORLD_H
#define NUV_TEST_WORLD_H

#include <uv.h>

#include "nuv.h"

#define KEPT 4096

typedef struct world {
  nuv_loop *loop;
  nuv_event events[KEPT]; /* all that was dispatched, oldest first */
  int64_t count;
  int64_t largest_batch;
  char *bytes; /* all that was read, in order */
  int64_t length;
  int32_t failing; /* the drain answers this, and dispatches nothing, if it is < 0 */
  void (*on_event)(struct world *world, const nuv_event *event);
} world;

world *world_new(int32_t max_events);
void world_free(world *w);

/* From now on libuv begins each poll so many milliseconds after it is asked to. */
void world_delay_polls(int ms);

/* Asked before each of libuv's writes, which fails with what it answers below 0; or NULL. */
extern int (*world_write_error)(const uv_buf_t buffers[], unsigned count);

int world_uv_run(uv_loop_t *loop, uv_run_mode mode);
int world_uv_write(uv_write_t *request, uv_stream_t *stream, const uv_buf_t buffers[],
                   unsigned count, uv_write_cb callback);
int world_uv_try_write(uv_stream_t *stream, const uv_buf_t buffers[], unsigned count);

/* Dispatches what is recorded. */
void world_dispatch(world *w);

/* Polls until `count` events of `kind` have been seen. */
void world_wait(world *w, int kind, int64_t count);

/* Turns without waiting until nothing new has come for a few of them. */
void world_settle(world *w);

int64_t world_seen(const world *w, int kind);
const nuv_event *world_last(const world *w, int kind);

/* A listener on a free loopback port, and that port. */
nuv_stream_id listen_tcp(world *w, int32_t flags, int32_t *port);

/* Blocking plain sockets: a peer that knows nothing of the core. */
int peer_connect(int32_t port);
int peer_listen(int32_t *port);
int64_t peer_read_all(int fd, char **bytes); /* to the end, or a negative errno */

/* A connection: the core's end, claimed, and the peer's. */
nuv_stream_id accept_peer(world *w, int *peer);

#endif
