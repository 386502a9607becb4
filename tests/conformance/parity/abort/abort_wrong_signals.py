"""What is no signal is refused by listen(), connect() and Socket."""

from _trace import HOST, attempt, run

import netuv

for signal in ("now", 5, {}, True):
    attempt("listen", lambda signal=signal: netuv.create_server().listen(port=0, signal=signal))
for signal in ("now", 5, True):
    attempt("Socket", lambda signal=signal: netuv.Socket(signal=signal))
    attempt("connect", lambda signal=signal: netuv.connect(port=1, host=HOST, signal=signal))

run()
