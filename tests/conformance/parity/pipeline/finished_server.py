"""finished() takes no server."""

from _streams import finished
from _trace import attempt, run

import netuv

attempt("server", lambda: finished(netuv.create_server(), lambda error: None))
run()
