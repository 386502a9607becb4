"""A proxy: a.pipe(b) and b.pipe(a), megabytes and both ends."""

from _trace import HOST, create_server, listen, netuv, run, trace, watch


@create_server(allow_half_open=True)
def upstream(served):
    sizes = []
    served.on("data", lambda data: sizes.append(len(data)))

    @served.on("end")
    def _():
        trace("upstream", sum(sizes))
        served.end("thanks")

    upstream.close()


@listen(upstream)
def _(port):
    @create_server(allow_half_open=True)
    def proxy(front):
        back = netuv.connect(port=port, host=HOST, allow_half_open=True)
        front.pipe(back)
        back.pipe(front)
        proxy.close()

    @listen(proxy)
    def _(port):
        client = netuv.connect(port, HOST)
        watch(client, "client", "data end close")
        client.end(bytes(4 << 20))


run()
