/* The limit: an echo server in C over bare libuv, as fast as its API allows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

static char arena[65536];

static void check(int result) {
  if (result >= 0) return;
  fprintf(stderr, "%s\n", uv_strerror(result));
  exit(1);
}

static void on_alloc(uv_handle_t *handle, size_t size, uv_buf_t *buffer) {
  (void)handle;
  (void)size;
  *buffer = uv_buf_init(arena, sizeof(arena));
}

static void on_close(uv_handle_t *handle) {
  free(handle);
}

static void on_written(uv_write_t *request, int status) {
  (void)status; /* an error reaches on_read too, which closes */
  free(request);
}

/* What the kernel does not take is copied behind the request. */
static void queue_rest(uv_stream_t *stream, const char *data, size_t length) {
  uv_write_t *request = malloc(sizeof(*request) + length);
  char *copy = (char *)(request + 1);
  memcpy(copy, data, length);
  uv_buf_t buffer = uv_buf_init(copy, (unsigned)length);
  check(uv_write(request, stream, &buffer, 1, on_written));
}

static void on_read(uv_stream_t *stream, ssize_t length, const uv_buf_t *buffer) {
  if (length < 0) {
    uv_close((uv_handle_t *)stream, on_close);
    return;
  }
  uv_buf_t out = uv_buf_init(buffer->base, (unsigned)length);
  int written = uv_try_write(stream, &out, 1);
  if (written < 0) written = 0;
  if (written < length) queue_rest(stream, buffer->base + written, (size_t)(length - written));
}

static void on_connection(uv_stream_t *server, int status) {
  check(status);
  uv_tcp_t *client = malloc(sizeof(*client));
  check(uv_tcp_init(server->loop, client));
  check(uv_accept(server, (uv_stream_t *)client));
  uv_tcp_nodelay(client, 1);
  check(uv_read_start((uv_stream_t *)client, on_alloc, on_read));
}

int main(void) {
  uv_loop_t *loop = uv_default_loop();
  uv_tcp_t server;
  struct sockaddr_in address;
  int size = sizeof(address);
  check(uv_tcp_init(loop, &server));
  check(uv_ip4_addr("127.0.0.1", 0, &address));
  check(uv_tcp_bind(&server, (const struct sockaddr *)&address, 0));
  check(uv_listen((uv_stream_t *)&server, 4096, on_connection));
  check(uv_tcp_getsockname(&server, (struct sockaddr *)&address, &size));
  printf("PORT %d\n", ntohs(address.sin_port));
  fflush(stdout);
  return uv_run(loop, UV_RUN_DEFAULT);
}
