/* The write queue: the kernel first, libuv's queue for the rest. */
#include "nuv_internal.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TRY 64 /* chunks in the first attempt; the rest follows in one request */

/* A queued write; `copy` holds the bytes when the caller's may change. */
typedef struct write_request {
  uv_write_t uv;
  int64_t token;
  int notify;
  char copy[];
} write_request;

/* uv_buf_init() takes an unsigned int: it would cut a chunk of 4 GiB. */
static uv_buf_t buffer_of(const char *data, int64_t length) {
  uv_buf_t buffer = uv_buf_init((char *)data, 0);
  buffer.len = (size_t)length;
  return buffer;
}

/* As uv_try_write() of one buffer, of any length; sockets have a shorter way. */
static int64_t try_one(nuv_stream *stream, const char *data, int64_t length) {
  uv_os_fd_t fd;
  if (stream->connecting || uv_stream_get_write_queue_size(&stream->uv.stream) > 0) return UV_EAGAIN;
  if (uv_fileno(&stream->uv.handle, &fd) == 0) {
    int64_t sent = nuv__socket_send(fd, data, (size_t)length);
    if (sent != UV_ENOTSOCK) return sent;
  }
  uv_buf_t buffer = buffer_of(data, length);
  return uv_try_write(&stream->uv.stream, &buffer, 1);
}

int64_t nuv_stream_try_write(nuv_stream_id id, const char *data, int64_t length) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  nuv__stream_active(stream);
  if (length == 0) return 0;
  int64_t written = try_one(stream, data, length);
  if (written == UV_EAGAIN || written == UV_ENOSYS) return length;
  if (written < 0) return written;
  stream->bytes_written += written;
  return length - written;
}

int64_t nuv_stream_write_chunk(nuv_stream_id id, nuv_chunk chunk) {
  if (id == 0 || chunk.data == NULL) return NUV_EINDIRECT;
  return nuv_stream_try_write(id, chunk.data, chunk.length);
}

static void on_written(uv_write_t *uv, int status) {
  write_request *request = (write_request *)uv;
  nuv_stream *stream = uv->handle->data;
  if (status == 0) nuv__stream_active(stream);
  if (request->notify) {
    nuv__record(stream->loop, stream->slot, NUV_EV_WRITTEN, status, request->token);
  }
  free(request);
}

/* Drops the first `written` bytes from the buffers. Returns how many are done. */
static int32_t skip_written(uv_buf_t *buffers, int32_t count, size_t written) {
  int32_t done = 0;
  while (done < count && written >= buffers[done].len) written -= buffers[done++].len;
  if (done < count) {
    buffers[done].base += written;
    buffers[done].len -= written;
  }
  return done;
}

static int64_t total_length(const uv_buf_t *buffers, int32_t count) {
  int64_t total = 0;
  for (int32_t i = 0; i < count; i++) total += (int64_t)buffers[i].len;
  return total;
}

static void copy_buffers(write_request *request, uv_buf_t *buffers, int32_t count) {
  char *end = request->copy;
  for (int32_t i = 0; i < count; i++) {
    memcpy(end, buffers[i].base, buffers[i].len);
    end += buffers[i].len;
  }
  buffers[0] = buffer_of(request->copy, end - request->copy);
}

static int queue_buffers(nuv_stream *stream, uv_buf_t *buffers, int32_t count, int flags,
                         int64_t token) {
  int64_t length = total_length(buffers, count);
  size_t copied = flags & NUV_WRITE_COPY ? (size_t)length : 0;
  write_request *request = malloc(sizeof(*request) + copied);
  if (request == NULL) return UV_ENOMEM;
  request->token = token;
  request->notify = (flags & NUV_WRITE_NOTIFY) != 0;
  if (flags & NUV_WRITE_COPY) {
    copy_buffers(request, buffers, count);
    count = 1;
  }
  int error = uv_write(&request->uv, &stream->uv.stream, buffers, (unsigned)count, on_written);
  if (error < 0) {
    free(request);
    return error;
  }
  stream->bytes_written += length;
  nuv__touched(stream->loop);
  return 1;
}

static int write_buffers(nuv_stream *stream, uv_buf_t *buffers, int32_t count, int flags,
                         int64_t token) {
  int written = uv_try_write(&stream->uv.stream, buffers, count < MAX_TRY ? (unsigned)count : MAX_TRY);
  if (written == UV_EAGAIN || written == UV_ENOSYS) written = 0;
  if (written < 0) return written;
  stream->bytes_written += written;
  int32_t done = skip_written(buffers, count, (size_t)written);
  if (done == count) return 0;
  return queue_buffers(stream, buffers + done, count - done, flags, token);
}

int32_t nuv_stream_write(nuv_stream_id id, const char *const *data, const int64_t *lengths,
                         int32_t count, int32_t flags, int64_t token) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  nuv__stream_active(stream);
  uv_buf_t *buffers = malloc(((size_t)count + 1) * sizeof(*buffers));
  if (buffers == NULL) return UV_ENOMEM;
  for (int32_t i = 0; i < count; i++) {
    buffers[i] = buffer_of(data[i], lengths[i]);
  }
  int result = count == 0 ? 0 : write_buffers(stream, buffers, count, flags, token);
  free(buffers);
  return result;
}

int64_t nuv_stream_queue_size(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  return (int64_t)uv_stream_get_write_queue_size(&stream->uv.stream);
}
