/* Reading into the user's own memory. One read at a time: libuv would otherwise
 * read over bytes that nobody has heard of. */
#include "nuv_internal.h"

#include <stdlib.h>

#define MOST_AT_ONCE (INT64_C(1) << 30) /* bytes; no system reads more in one go */

/* Nothing lent: libuv says ENOBUFS and comes again. That is cheaper than to stop
 * reading, which takes the descriptor out of the poll and puts it in again. */
static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
  nuv_stream *stream = handle->data;
  const nuv__lent *lent = stream->lent;
  int64_t room = lent->ready ? lent->length : 0;
  (void)suggested;
  *buffer = uv_buf_init(lent->memory, (unsigned)(room < MOST_AT_ONCE ? room : MOST_AT_ONCE));
}

static void take(nuv_stream *stream, int64_t length) {
  stream->lent->ready = 0;
  stream->bytes_read += length;
  nuv__stream_active(stream);
  nuv__record(stream->loop, stream->slot, NUV_EV_READ, length, 0);
}

static void on_read(uv_stream_t *uv, ssize_t length, const uv_buf_t *buffer);

static void read_one(nuv_stream *stream, ssize_t length, const uv_buf_t *buffer) {
  uv_buf_t more = *buffer;
  if (nuv__is_end_unread(length, buffer)) length = nuv__read_on(stream, &more, on_alloc, on_read);
  if (length == 0 || !stream->lent->ready) return; /* comes again once there is memory */
  if (length > 0) {
    take(stream, length);
    /* Filled: there may be more, which libuv would read now if it may. */
    if ((size_t)length == more.len) (void)nuv__drain_now(stream->loop);
  } else {
    int64_t last = more.len > 0 ? nuv__read_last(stream, length, &more) : 0;
    if (last > 0) take(stream, last);
    nuv__stream_over(stream, length);
  }
  nuv__drain_if_full(stream->loop);
}

static void on_read(uv_stream_t *uv, ssize_t length, const uv_buf_t *buffer) {
  static const uv_buf_t nothing;
  nuv_stream *stream = uv->data;
  read_one(stream, length, buffer);
  if (stream->hangs_up && nuv__is_last_read(stream, length, buffer)) read_one(stream, UV_EOF, &nothing);
}

int nuv__lent_read_start(nuv_stream *stream) {
  int error = uv_read_start(&stream->uv.stream, on_alloc, on_read);
  if (error == 0) nuv__touched(stream->loop);
  if (error == UV_EALREADY) error = 0;
  stream->reading = error == 0;
  return error;
}

int32_t nuv_stream_set_buffer(nuv_stream_id id, char *memory, int64_t length) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  if (length < 0 || (memory == NULL && length > 0)) return UV_EINVAL;
  if (stream->lent == NULL) stream->lent = malloc(sizeof(*stream->lent));
  if (stream->lent == NULL) return UV_ENOMEM;
  stream->lent->memory = memory;
  stream->lent->length = length;
  stream->lent->ready = 1;
  return 0;
}
