"""Each side has its own mark and mode; a common one wins."""

from _streams import Duplex
from _trace import run, trace


def show(**options):
    both = Duplex(**options)
    trace(
        both.readable_high_water_mark,
        both.writable_high_water_mark,
        both.readable_object_mode,
        both.writable_object_mode,
    )


show()
show(readable_high_water_mark=3, writable_high_water_mark=4)
show(high_water_mark=5, readable_high_water_mark=3)
show(object_mode=True)
show(readable_object_mode=True)
show(writable_object_mode=True, writable_high_water_mark=7)

run()
