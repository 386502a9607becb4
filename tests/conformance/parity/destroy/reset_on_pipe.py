"""reset_and_destroy() on a path's socket throws ERR_INVALID_HANDLE_TYPE."""

from _trace import attempt, pair, run, trace, watch


@pair(path_name="reset")
def _(client, served, server):
    watch(client, "client", "error close")
    attempt("reset", lambda: client.reset_and_destroy())
    trace(client.destroyed)
    client.destroy()
    served.destroy()


run()
