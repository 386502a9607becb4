/* A loop whose records are kept, and peers made of plain sockets. */
#ifndef NUV_TEST_WORLD_H
#define NUV_TEST_WORLD_H

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
