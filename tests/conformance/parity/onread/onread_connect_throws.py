"""An exception of the function at first comes out of connect()."""

from _trace import HOST, netuv, run, trace


def buffer():
    raise Exception("no buffer")


client = netuv.Socket(onread={"buffer": buffer, "callback": lambda *_: trace("read")})
trace("made")
client.on("connect", lambda: trace("connect"))
client.on("close", lambda _: trace("close"))
try:
    client.connect(port=1, host=HOST)
except Exception as error:
    trace("thrown", error)
trace(client.connecting, client.destroyed)
run()
