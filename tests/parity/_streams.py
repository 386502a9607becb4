"""The streams of the scenarios: what Node's `stream` module gives."""

from netuv._duplex import Duplex
from netuv._readable import Readable
from netuv._writable import Writable

__all__ = ["Duplex", "Readable", "Writable"]
