/* What is special to pipes, which are Unix domain sockets here. */
#include "nuv_internal.h"

#include <stdlib.h>

static int pipe_usable(const nuv_stream *stream) {
  if (stream->kind != NUV_PIPE) return UV_EINVAL;
  return nuv__stream_usable(stream);
}

int32_t nuv_pipe_open(nuv_stream *stream, int64_t fd) {
  int error = pipe_usable(stream);
  if (error == 0 && (int64_t)(uv_file)fd != fd) error = UV_EBADF;
  return error < 0 ? error : uv_pipe_open(&stream->uv.pipe, (uv_file)fd);
}

int32_t nuv_pipe_bind(nuv_stream *stream, const char *path, int64_t length) {
  int error = pipe_usable(stream);
  if (error < 0) return error;
  uv_os_fd_t fd;
  if (uv_fileno(&stream->uv.handle, &fd) == 0) return UV_EINVAL; /* as for TCP */
  if (nuv__listener_get(stream) == NULL) return UV_ENOMEM;
  return nuv__unix_bind(stream, path, (size_t)length);
}

int nuv__pipe_connect(nuv_stream *stream, const char *path) {
  if (stream->connecting) return UV_EALREADY;
  uv_connect_t *request = malloc(sizeof(*request));
  if (request == NULL) return UV_ENOMEM;
  uv_pipe_connect(request, &stream->uv.pipe, path, nuv__on_connect);
  stream->connecting = 1;
  return 0;
}

int32_t nuv_pipe_connect(nuv_stream *stream, const char *path, int64_t length) {
  int error = pipe_usable(stream);
  return error < 0 ? error : nuv__unix_connect(stream, path, (size_t)length);
}
