"""An encoding is checked before the chunk, passed on as given, and must fit what is written."""

from _streams import Writable
from _trace import HOST, attempt, listen, run, trace

import netuv


def write(stream, chunk, encoding, callback):
    trace(isinstance(chunk, str), encoding)
    callback(None)


encodings = (
    *("buffer", "nonsense", "BUFFER", "latin-1", "utf_8", "UCS-2", "Binary"),
    *(5, 0, "", False, None),
)
for options in ({}, {"decode_strings": False}, {"object_mode": True}):
    for encoding in encodings:
        sink = Writable(write=write, **options)
        attempt(encoding, lambda sink=sink, encoding=encoding: sink.write("616", encoding))
        attempt(encoding, lambda sink=sink, encoding=encoding: sink.write(b"b", encoding))
sink = Writable(write=lambda stream, chunk, encoding, callback: callback(None))
for chunk in (None, 5, "a"):
    attempt("order", lambda chunk=chunk: sink.write(chunk, "nonsense"))
attempt("end", lambda: sink.end("a", "buffer").writable_ended)
trace(sink.writable_ended)
server = netuv.create_server(lambda socket: socket.resume())


@listen(server)
def listening(port):
    client = netuv.connect(port, HOST)

    @client.on("connect")
    def connected():
        for encoding in ("buffer", "nonsense", "BUFFER", 5, 0):
            attempt(encoding, lambda encoding=encoding: client.write("a", encoding))
            if encoding == "buffer":
                attempt(encoding, lambda encoding=encoding: client.write(b"b", encoding))
        client.destroy()
        server.close()


run()
