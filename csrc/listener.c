/* What a listening stream has more than others, for as long as anything that it has accepted. */
#include "nuv_internal.h"

#include <stdlib.h>

nuv__listener *nuv__listener_get(nuv_stream *stream) {
  if (stream->listener != NULL) return stream->listener;
  nuv__listener *listener = calloc(1, sizeof(*listener));
  if (listener == NULL) return NULL;
  listener->references = 1;
  listener->max_connections = -1;
  listener->reserve = -1;
  stream->listener = listener;
  return listener;
}

void nuv__listener_unref(nuv__listener *listener) {
  if (--listener->references > 0) return;
  free(listener->path);
  free(listener);
}

/* An accepted stream closes: it no longer counts. */
void nuv__listener_leave(nuv_stream *stream) {
  if (stream->server == NULL) return;
  stream->server->open--;
  nuv__listener_unref(stream->server);
  stream->server = NULL;
}

void nuv__listener_set_ref(nuv__listener *listener, int on) {
  void (*set)(uv_handle_t *) = on ? uv_ref : uv_unref;
  if (listener->polls) set((uv_handle_t *)&listener->poll);
  if (listener->listening) set((uv_handle_t *)&listener->retry);
}

int nuv__is_unclaimed(const nuv_event *event, const nuv_stream *listener) {
  if (event->kind != NUV_EV_CONNECTION && event->kind != NUV_EV_DROP) return 0;
  if (event->slot != listener->slot) return 0;
  if (event->generation != nuv__slot_generation(&listener->loop->slots, listener->slot)) return 0;
  const nuv_stream *accepted = nuv__stream_find(event->a);
  return accepted != NULL && accepted->unclaimed;
}
