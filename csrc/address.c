/* Addresses as text and as the system's structures. Knows no loop. */
#include "nuv_internal.h"

#include <string.h>

int nuv__parse_address(const char *ip, int port, struct sockaddr_storage *out) {
  memset(out, 0, sizeof(*out));
  if (ip == NULL || port < 0 || port > 65535) return UV_EINVAL;
  if (strchr(ip, ':') != NULL) return uv_ip6_addr(ip, port, (struct sockaddr_in6 *)out);
  return uv_ip4_addr(ip, port, (struct sockaddr_in *)out);
}

void nuv__format_address(const struct sockaddr *address, nuv_address *out) {
  memset(out, 0, sizeof(*out));
  if (address->sa_family == AF_INET) {
    const struct sockaddr_in *in = (const struct sockaddr_in *)address;
    out->family = 4;
    out->port = ntohs(in->sin_port);
    (void)uv_ip4_name(in, out->ip, sizeof(out->ip));
  } else if (address->sa_family == AF_INET6) {
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;
    out->family = 6;
    out->port = ntohs(in6->sin6_port);
    (void)uv_ip6_name(in6, out->ip, sizeof(out->ip));
  }
}

int32_t nuv_address_family(const char *text) {
  char out[16];
  if (text == NULL) return 0;
  if (uv_inet_pton(AF_INET, text, out) == 0) return 4;
  struct sockaddr_in6 in6; /* takes a %scope, which uv_inet_pton cuts off, too */
  return uv_ip6_addr(text, 0, &in6) == 0 ? 6 : 0;
}
