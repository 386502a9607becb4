/* What is special to pipes, which are Unix domain sockets here. */
#include "nuv_internal.h"

#include <stdlib.h>
#include <string.h>

static char *terminated(const char *path, size_t length) {
  char *copy = malloc(length + 1);
  if (copy == NULL) return NULL;
  memcpy(copy, path, length);
  copy[length] = '\0';
  return copy;
}

int32_t nuv_pipe_open(nuv_stream_id id, int64_t fd) {
  int error;
  nuv_stream *stream = nuv__stream_open_as(id, NUV_PIPE, &error);
  if (stream == NULL) return error;
  if ((int64_t)(uv_file)fd != fd) return UV_EBADF;
  error = uv_pipe_open(&stream->uv.pipe, (uv_file)fd);
  if (error == 0) stream->opened = 1;
  return error;
}

int32_t nuv_pipe_bind(nuv_stream_id id, const char *path, int64_t length) {
  int error;
  nuv_stream *stream = nuv__stream_open_as(id, NUV_PIPE, &error);
  if (stream == NULL) return error;
  if (path == NULL || length < 0) return UV_EINVAL;
  uv_os_fd_t fd;
  if (uv_fileno(&stream->uv.handle, &fd) == 0) return UV_EINVAL; /* as for TCP */
  error = nuv__pipe_check(path, (size_t)length);
  if (error < 0) return error;
  if (nuv__listener_get(stream) == NULL) return UV_ENOMEM;
  char *name = terminated(path, (size_t)length);
  if (name == NULL) return UV_ENOMEM;
  error = nuv__pipe_bind(stream, name, (size_t)length);
  if (stream->listener->path != name) free(name);
  return error;
}

static int connect_by_libuv(nuv_stream *stream, const char *path) {
  if (stream->connecting) return UV_EALREADY;
  uv_connect_t *request = malloc(sizeof(*request));
  if (request == NULL) return UV_ENOMEM;
  int error = nuv__stdio_hold();
  if (error < 0) {
    free(request);
    return error;
  }
  uv_pipe_connect(request, &stream->uv.pipe, path, nuv__on_connect);
  nuv__stdio_release();
  stream->connecting = 1;
  return 0;
}

/* Where libuv 1.44 cannot: the answer comes at once. */
static int connect_here(nuv_stream *stream, const char *path, size_t length) {
  if (nuv__reserve_deferred(stream->loop) < 0) return UV_ENOMEM;
  int fd = nuv__pipe_socket();
  if (fd < 0) return fd;
  int error = nuv__pipe_join(stream, fd, path, length);
  nuv__defer(stream->loop, stream->slot, NUV_EV_CONNECT, error, 0);
  return 0;
}

int32_t nuv_pipe_connect(nuv_stream_id id, const char *path, int64_t length) {
  int error;
  nuv_stream *stream = nuv__stream_open_as(id, NUV_PIPE, &error);
  if (stream == NULL) return error;
  if (path == NULL || length < 0) return UV_EINVAL;
  nuv__need_poll(stream->loop);
  error = nuv__pipe_check(path, (size_t)length);
  if (error < 0) return error;
  if (error > 0) return connect_here(stream, path, (size_t)length);
  char *name = terminated(path, (size_t)length);
  if (name == NULL) return UV_ENOMEM;
  error = connect_by_libuv(stream, name);
  free(name);
  return error;
}

int32_t nuv_pipe_chmod(nuv_stream_id id, int32_t mode) {
  int error;
  nuv_stream *stream = nuv__stream_open_as(id, NUV_PIPE, &error);
  if (stream == NULL) return error;
  uv_os_fd_t fd;
  if (uv_fileno(&stream->uv.handle, &fd) < 0) return UV_EBADF;
  if (mode <= 0 || mode & ~(NUV_PIPE_READABLE | NUV_PIPE_WRITABLE)) return UV_EINVAL;
  return nuv__pipe_chmod(stream, mode);
}

typedef int (*name_getter)(const uv_pipe_t *, char *, size_t *);

static int64_t get_name(nuv_stream_id id, name_getter get, char *path, int64_t capacity) {
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  if (stream->kind != NUV_PIPE || path == NULL || capacity < 0) return UV_EINVAL;
  size_t length = (size_t)capacity;
  error = get(&stream->uv.pipe, path, &length);
  return error < 0 ? error : (int64_t)length;
}

int64_t nuv_pipe_get_sockname(nuv_stream_id id, char *path, int64_t capacity) {
  return get_name(id, uv_pipe_getsockname, path, capacity);
}

int64_t nuv_pipe_get_peername(nuv_stream_id id, char *path, int64_t capacity) {
  return get_name(id, uv_pipe_getpeername, path, capacity);
}
