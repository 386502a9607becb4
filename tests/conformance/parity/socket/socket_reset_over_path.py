"""reset_and_destroy() of what has no TCP connection."""

from _trace import attempt, netuv, pair, run, trace, watch

fresh = netuv.Socket()
watch(fresh, "fresh", "error")
attempt("fresh", lambda: fresh.reset_and_destroy() is fresh)
trace(fresh.destroyed)


@pair(path_name="s")
def _(client, served, server):
    watch(client, "client", "error close")
    watch(served, "served", "end error close")
    served.resume()
    attempt("path", lambda: client.reset_and_destroy() is client)
    trace(client.destroyed)
    client.end()


run()
