"""destroy() and the methods that can be chained return the socket."""

from _trace import netuv, run, trace

client = netuv.Socket()


def same(value):
    trace(value is client)


same(client.pause())
same(client.resume())
same(client.set_timeout(0))
same(client.set_no_delay())
same(client.set_keep_alive())
same(client.ref())
same(client.unref())
same(client.set_encoding("utf8"))
same(client.add_listener("close", lambda had_error: None))
same(client.destroy())
same(client.destroy())
same(client.end())
trace(client.destroy_soon())

run()
