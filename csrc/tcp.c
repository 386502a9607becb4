/* What is special to TCP handles: connecting, names and options. */
#include "nuv_internal.h"

#include <stdlib.h>

/* What is refused here fails nothing: what it was asked for has been done. */
static void apply_keep_alive(nuv_stream *stream) {
  uv_os_fd_t fd;
  if (!stream->keep_alive || uv_fileno(&stream->uv.handle, &fd) < 0) return;
  stream->keep_alive = 0;
  (void)nuv__socket_keep_alive(fd, 1, stream->keep_alive_seconds);
}

int32_t nuv_tcp_open(nuv_stream_id id, int64_t fd) {
  int error;
  nuv_stream *stream = nuv__stream_open_as(id, NUV_TCP, &error);
  if (stream == NULL) return error;
  if ((int64_t)(uv_os_sock_t)fd != fd) return UV_EBADF;
  error = uv_tcp_open(&stream->uv.tcp, (uv_os_sock_t)fd);
  if (error < 0) return error;
  stream->opened = 1;
  apply_keep_alive(stream);
  return 0;
}

int nuv__tcp_bind(nuv_stream *stream, const char *ip, int port, int flags) {
  struct sockaddr_storage address;
  int error = nuv__parse_address(ip, port, &address);
  if (error < 0) return error;
  unsigned uv_flags = flags & NUV_BIND_IPV6_ONLY ? UV_TCP_IPV6ONLY : 0;
  error = nuv__stdio_hold();
  if (error < 0) return error;
  error = uv_tcp_bind(&stream->uv.tcp, (const struct sockaddr *)&address, uv_flags);
  nuv__stdio_release();
  if (error == 0) apply_keep_alive(stream);
  return error;
}

int32_t nuv_tcp_bind(nuv_stream_id id, const char *ip, int32_t port, int32_t flags) {
  int error;
  nuv_stream *stream = nuv__stream_open_as(id, NUV_TCP, &error);
  if (stream == NULL) return error;
  return nuv__tcp_bind(stream, ip, port, flags);
}

static int connect_address(nuv_stream *stream, uv_connect_t *request,
                           const struct sockaddr_storage *address) {
  int error = nuv__stdio_hold();
  if (error < 0) return error;
  error = uv_tcp_connect(request, &stream->uv.tcp, (const struct sockaddr *)address,
                         nuv__on_connect);
  nuv__stdio_release();
  return error;
}

int32_t nuv_tcp_connect(nuv_stream_id id, const char *ip, int32_t port) {
  struct sockaddr_storage address;
  int error;
  nuv_stream *stream = nuv__stream_open_as(id, NUV_TCP, &error);
  if (stream == NULL) return error;
  error = nuv__parse_address(ip, port, &address);
  if (error < 0) return error;
  uv_connect_t *request = malloc(sizeof(*request));
  if (request == NULL) return UV_ENOMEM;
  error = connect_address(stream, request, &address);
  if (error < 0) {
    free(request);
    return error;
  }
  stream->connecting = 1;
  nuv__need_poll(stream->loop);
  apply_keep_alive(stream);
  return 0;
}

typedef int (*name_getter)(const uv_tcp_t *, struct sockaddr *, int *);

static int32_t get_name(nuv_stream_id id, name_getter get, nuv_address *out) {
  struct sockaddr_storage address;
  int length = sizeof(address);
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  if (stream->kind != NUV_TCP || out == NULL) return UV_EINVAL;
  error = get(&stream->uv.tcp, (struct sockaddr *)&address, &length);
  if (error == 0) nuv__format_address((const struct sockaddr *)&address, out);
  return error;
}

int32_t nuv_tcp_get_sockname(nuv_stream_id id, nuv_address *address) {
  return get_name(id, uv_tcp_getsockname, address);
}

int32_t nuv_tcp_get_peername(nuv_stream_id id, nuv_address *address) {
  return get_name(id, uv_tcp_getpeername, address);
}

int32_t nuv_tcp_set_no_delay(nuv_stream_id id, int32_t on) {
  int error;
  nuv_stream *stream = nuv__stream_open_as(id, NUV_TCP, &error);
  if (stream == NULL) return error;
  return uv_tcp_nodelay(&stream->uv.tcp, on); /* libuv keeps it */
}

int nuv__tcp_keep_alive(nuv_stream *stream, int on, int seconds) {
  uv_os_fd_t fd;
  if (uv_fileno(&stream->uv.handle, &fd) == 0) return nuv__socket_keep_alive(fd, on, seconds);
  stream->keep_alive = on != 0;
  stream->keep_alive_seconds = seconds;
  return 0;
}

int32_t nuv_tcp_set_keep_alive(nuv_stream_id id, int32_t on, int32_t seconds) {
  int error;
  nuv_stream *stream = nuv__stream_open_as(id, NUV_TCP, &error);
  if (stream == NULL) return error;
  return nuv__tcp_keep_alive(stream, on, seconds);
}

int32_t nuv_tcp_given_flags(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  return (stream->given_no_delay ? NUV_LISTEN_NO_DELAY : 0) |
         (stream->given_keep_alive ? NUV_LISTEN_KEEP_ALIVE : 0);
}

int32_t nuv_tcp_given_keep_alive(nuv_stream_id id) {
  int error;
  nuv_stream *stream = nuv__stream_peek(id, &error);
  if (stream == NULL) return error;
  return stream->given_keep_alive ? stream->keep_alive_seconds : 0;
}
