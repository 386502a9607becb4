"""reset_and_destroy() after end() is still a reset."""

from _trace import pair, run, trace, turns, watch


@pair(server={"allow_half_open": True})
def _(client, served, server):
    watch(client, "client", "finish end error close")
    watch(served, "served", "end error close")
    served.resume()
    client.end()
    client.on("finish", lambda: turns(3, lambda: client.reset_and_destroy()))
    served.on("end", lambda: trace("writable", served.writable))


run()
