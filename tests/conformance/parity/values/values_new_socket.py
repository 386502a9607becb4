"""What a new socket says of itself, and one that is destroyed before it has connected."""

from _trace import netuv, run
from _values import ADDRESSES, BOTH, READABLE, SOCKET, WRITABLE, values

everything = SOCKET, ADDRESSES, READABLE, WRITABLE, BOTH
socket = netuv.Socket()
values("new", socket, *everything)
socket.set_timeout(5000)
socket.pause()
values("paused", socket, *everything)
socket.on("close", lambda had_error: values("close", socket, *everything))
socket.destroy()
values("destroyed", socket, *everything)

run()
