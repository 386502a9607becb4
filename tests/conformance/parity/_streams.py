"""The streams of the scenarios: what Node's `stream` module gives."""

from netuv.stream import (
    Duplex,
    PassThrough,
    Readable,
    Transform,
    Writable,
    finished,
    pipeline,
)

__all__ = [
    "Duplex",
    "PassThrough",
    "Readable",
    "Transform",
    "Writable",
    "finished",
    "pipeline",
]
