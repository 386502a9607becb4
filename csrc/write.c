/* The write queue: the kernel first, libuv's queue for the rest. */
#include "nuv_internal.h"

#include <stdlib.h>
#include <string.h>

/* libuv >= 1.53, macOS and Windows refuse what is longer than an int holds, or half of that; Linux
 * takes a part of it. So a longer chunk goes as several, and no more at once than is sure. */
#ifndef NUV__LONGEST
#define NUV__LONGEST ((size_t)1 << 28)
#endif
#define MAX_BYTES (PART * NUV__LONGEST) /* in one attempt to write, and in one uv_write() */
#define MAX_TRY 64                      /* chunks in one attempt to write */
/* Chunks in one uv_write(), which needs no memory for so many: without memory it would count the
 * request for ever. */
#define PART 4
#define SMALL 65536 /* shorter chunks are copied together where there are more than PART */

/* A queued write: what libuv has of it, and after that the bytes that were copied. */
typedef struct write_request {
  int64_t token;
  int32_t left; /* parts that libuv has not called back for */
  int32_t notify;
  uv_write_t parts[];
} write_request;

static uv_buf_t buffer_of(const char *data, size_t length) {
  return uv_buf_init((char *)data, (unsigned)length);
}

static size_t shorter(size_t length, size_t other) {
  return length < other ? length : other;
}

/* How many buffers cut_up() makes of the chunks. One that is empty has one, too. */
static int64_t count_pieces(const char *const *data, const int64_t *lengths, int32_t count) {
  if (count < 0 || (count > 0 && (data == NULL || lengths == NULL))) return UV_EINVAL;
  int64_t pieces = count;
  for (int32_t i = 0; i < count; i++) {
    if (lengths[i] < 0) return UV_EINVAL;
    if ((size_t)lengths[i] > NUV__LONGEST)
      pieces += (int64_t)(((size_t)lengths[i] - 1) / NUV__LONGEST);
  }
  return pieces;
}

static void cut_up(const char *const *data, const int64_t *lengths, int32_t count,
                   uv_buf_t *buffers) {
  for (int32_t i = 0; i < count; i++) {
    const char *from = data[i];
    size_t left = (size_t)lengths[i];
    for (; left > NUV__LONGEST; left -= NUV__LONGEST, from += NUV__LONGEST) {
      *buffers++ = buffer_of(from, NUV__LONGEST);
    }
    *buffers++ = buffer_of(from, left);
  }
}

/* The descriptor for send(), or a negative number: libuv is to write. */
static int find_way(nuv_stream *stream, uv_os_fd_t *fd) {
  int error = uv_fileno(&stream->uv.handle, fd);
  if (error < 0) return error;
  if (stream->writes_by == NUV__UNKNOWN) {
    stream->writes_by = nuv__socket_sends(*fd) ? NUV__SEND : NUV__LIBUV;
  }
  return stream->writes_by == NUV__SEND ? 0 : UV_ENOTSOCK;
}

static int64_t try_by_libuv(nuv_stream *stream, const uv_buf_t *buffers, int32_t count) {
  nuv__sigpipe sigpipe;
  nuv__sigpipe_hold(&sigpipe);
  int written = uv_try_write(&stream->uv.stream, buffers, (unsigned)count);
  nuv__sigpipe_release(&sigpipe);
  return written == UV_ENOSYS ? UV_EAGAIN : written;
}

/* As uv_try_write(). An error that it gives is the answer: the kernel reports
 * a reset once, and another attempt would fail for another reason. */
static int64_t try_buffers(nuv_stream *stream, const uv_buf_t *buffers, int32_t count) {
  uv_os_fd_t fd;
  if (stream->connecting || uv_stream_get_write_queue_size(&stream->uv.stream) > 0)
    return UV_EAGAIN;
  if (find_way(stream, &fd) == 0) {
    int64_t sent = count == 1 ? nuv__socket_send(fd, buffers[0].base, buffers[0].len)
                              : nuv__socket_send_all(fd, buffers, count);
    if (sent != UV_ENOTSOCK) return sent;
    stream->writes_by = NUV__LIBUV;
  }
  return try_by_libuv(stream, buffers, count);
}

/* The first NUV__LONGEST bytes, mostly by the way that the stream is known to have. */
static int64_t try_chunk(nuv_stream *stream, const char *data, size_t length) {
  uv_os_fd_t fd;
  length = shorter(length, NUV__LONGEST);
  if (stream->writes_by == NUV__SEND && !stream->connecting &&
      uv_stream_get_write_queue_size(&stream->uv.stream) == 0 &&
      uv_fileno(&stream->uv.handle, &fd) == 0) {
    return nuv__socket_send(fd, data, length);
  }
  uv_buf_t buffer = buffer_of(data, length);
  return try_buffers(stream, &buffer, 1);
}

int64_t nuv_stream_try_write(nuv_stream_id id, const char *data, int64_t length) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  nuv__stream_active(stream);
  if (length <= 0) return length < 0 ? UV_EINVAL : 0;
  int64_t written = try_chunk(stream, data, (size_t)length);
  if (written == UV_EAGAIN) return length;
  if (written < 0) return written;
  stream->bytes_written += written;
  return length - written;
}

static void on_written(uv_write_t *uv, int status) {
  write_request *request = uv->data;
  nuv_stream *stream = uv->handle->data;
  stream->loop->writing--;
  request->left--;
  if (status == 0) nuv__stream_active(stream);
  if (request->notify && (status < 0 || request->left == 0)) {
    request->notify = 0; /* the first error is the write's */
    nuv__record(stream->loop, stream->slot, NUV_EV_WRITTEN, status, request->token);
  }
  if (request->left == 0) free(request);
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

/* How many of the buffers one attempt offers to the kernel, and how many bytes these are. */
static int32_t offer_of(const uv_buf_t *buffers, int32_t count, int64_t *offered) {
  int32_t tried = 0;
  size_t total = 0;
  while (tried < count && tried < MAX_TRY && total <= MAX_BYTES - NUV__LONGEST) {
    total += buffers[tried++].len;
  }
  *offered = (int64_t)total;
  return tried;
}

static int64_t total_length(const uv_buf_t *buffers, int32_t count) {
  int64_t total = 0;
  for (int32_t i = 0; i < count; i++) total += (int64_t)buffers[i].len;
  return total;
}

/* Up to what length chunks are copied, and not left where they are. */
static size_t copied_below(int32_t count, int flags) {
  if (flags & NUV_WRITE_COPY) return SIZE_MAX;
  return count > PART ? SMALL : 0;
}

#define NOT_COPIED SIZE_MAX

/* Whether a buffer that is copied continues the one before, of which `length` bytes are. */
static int continues(size_t length, size_t next) {
  return length != NOT_COPIED && length + next <= NUV__LONGEST;
}

/* How many buffers pack() leaves, and how many bytes it copies. */
static int32_t packed(const uv_buf_t *buffers, int32_t count, size_t below, size_t *copied) {
  int32_t kept = 0;
  size_t length = NOT_COPIED;
  *copied = 0;
  for (int32_t i = 0; i < count; i++) {
    size_t next = buffers[i].len;
    int is_copied = next < below;
    int goes_on = is_copied && continues(length, next);
    kept += !goes_on;
    *copied += is_copied ? next : 0;
    length = is_copied ? next + (goes_on ? length : 0) : NOT_COPIED;
  }
  return kept;
}

/* Copies neighbours shorter than `below` together, in place. */
static void pack(uv_buf_t *buffers, int32_t count, size_t below, char *copy) {
  int32_t kept = 0;
  size_t length = NOT_COPIED;
  for (int32_t i = 0; i < count; i++) {
    uv_buf_t chunk = buffers[i];
    int is_copied = chunk.len < below;
    int goes_on = is_copied && continues(length, chunk.len);
    if (!goes_on) buffers[kept++] = is_copied ? buffer_of(copy, 0) : chunk;
    length = is_copied ? chunk.len + (goes_on ? length : 0) : NOT_COPIED;
    if (!is_copied) continue;
    memcpy(copy, chunk.base, chunk.len);
    copy += chunk.len;
    buffers[kept - 1].len = length;
  }
}

/* Gives libuv the parts. One that it refuses ends the write; if it is not the first that is
 * recorded as the failure of a part is. Takes `request` over. */
static int queue_parts(nuv_stream *stream, write_request *request, uv_buf_t *buffers,
                       int32_t count) {
  nuv__sigpipe sigpipe;
  int32_t parts = (count + PART - 1) / PART;
  int error = 0;
  request->left = 0;
  nuv__sigpipe_hold(&sigpipe);
  while (error == 0 && request->left < parts) {
    int32_t first = request->left * PART;
    unsigned size = (unsigned)(count - first < PART ? count - first : PART);
    uv_write_t *part = &request->parts[request->left];
    part->data = request;
    error = uv_write(part, &stream->uv.stream, buffers + first, size, on_written);
    if (error == 0) request->left++;
  }
  nuv__sigpipe_release(&sigpipe);
  stream->loop->writing += request->left;
  if (error < 0 && request->left > 0 && request->notify) {
    request->notify = 0;
    nuv__record(stream->loop, stream->slot, NUV_EV_WRITTEN, error, request->token);
    error = 0;
  }
  if (request->left == 0) free(request);
  return error;
}

static int queue_buffers(nuv_stream *stream, uv_buf_t *buffers, int32_t count, int flags,
                         int64_t token) {
  size_t copied, below = copied_below(count, flags);
  int64_t length = total_length(buffers, count);
  int32_t kept = packed(buffers, count, below, &copied);
  size_t parts = (size_t)(kept + PART - 1) / PART;
  if (nuv__ring_reserve(&stream->loop->ring, 1) < 0) return UV_ENOMEM; /* for a part that fails */
  write_request *request = malloc(sizeof(*request) + parts * sizeof(uv_write_t) + copied);
  if (request == NULL) return UV_ENOMEM;
  request->token = token;
  request->notify = (flags & NUV_WRITE_NOTIFY) != 0;
  pack(buffers, count, below, (char *)&request->parts[parts]);
  int error = queue_parts(stream, request, buffers, kept);
  if (error < 0) return error;
  stream->bytes_written += length;
  nuv__need_poll(stream->loop);
  return 1;
}

/* The kernel first, as long as it takes all that it is offered. */
static int write_buffers(nuv_stream *stream, uv_buf_t *buffers, int32_t count, int flags,
                         int64_t token) {
  int64_t offered, written;
  do {
    int32_t tried = offer_of(buffers, count, &offered);
    written = try_buffers(stream, buffers, tried);
    if (written == UV_EAGAIN) written = 0;
    if (written < 0) return (int)written;
    stream->bytes_written += written;
    int32_t done = skip_written(buffers, count, (size_t)written);
    buffers += done;
    count -= done;
  } while (count > 0 && written == offered);
  return count == 0 ? 0 : queue_buffers(stream, buffers, count, flags, token);
}

int32_t nuv_stream_write(nuv_stream_id id, const char *const *data, const int64_t *lengths,
                         int32_t count, int32_t flags, int64_t token) {
  int error;
  nuv_stream *stream = nuv__stream_open(id, &error);
  if (stream == NULL) return error;
  nuv__stream_active(stream);
  int64_t pieces = count_pieces(data, lengths, count);
  if (pieces < 0) return (int32_t)pieces;
  if (pieces > INT32_MAX) return UV_ENOMEM;
  uv_buf_t *buffers = malloc(((size_t)pieces + 1) * sizeof(*buffers));
  if (buffers == NULL) return UV_ENOMEM;
  cut_up(data, lengths, count, buffers);
  int result = count == 0 ? 0 : write_buffers(stream, buffers, (int32_t)pieces, flags, token);
  free(buffers);
  return result;
}

int64_t nuv_stream_queue_size(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  return (int64_t)uv_stream_get_write_queue_size(&stream->uv.stream);
}
