"""What streams and sockets say of themselves; `_values.js` is its twin."""

from _trace import trace

READABLE = (
    "readable readable_flowing readable_ended readable_length readable_high_water_mark "
    "readable_object_mode readable_encoding readable_did_read readable_aborted"
)
WRITABLE = (
    "writable writable_ended writable_finished writable_length writable_high_water_mark "
    "writable_object_mode writable_need_drain writable_corked"
)
BOTH = "destroyed closed errored"
SOCKET = (
    "connecting pending ready_state timeout bytes_read bytes_written buffer_size allow_half_open"
)
ADDRESSES = "local_address local_family remote_address remote_family"

seen = {}


def values(step, thing, *groups):
    """Writes a line for each property of this object that is not as it was the last time."""
    trace(step)
    before = seen.setdefault(id(thing), {})
    for name in " ".join(groups).split():
        value = getattr(thing, name)
        if name not in before or before[name] != value or type(before[name]) is not type(value):
            trace("  " + name, value)
        before[name] = value
