"""Node's ``stream`` module: streams to read from, to write to, and what joins them."""

from .._util.validators import get_default_high_water_mark, set_default_high_water_mark
from ._duplex import Duplex
from ._finished import finished
from ._pipeline import pipeline
from ._readable import Readable
from ._transform import PassThrough, Transform
from ._writable import Writable

__all__ = [
    "Duplex",
    "PassThrough",
    "Readable",
    "Transform",
    "Writable",
    "finished",
    "get_default_high_water_mark",
    "pipeline",
    "set_default_high_water_mark",
]
