"""Which names of netuv's objects are for users: what tests that try all of them walk over."""

from __future__ import annotations

from typing import Any

# Without an underscore because other folders of netuv use them; no user should, and what they
# do with odd arguments, or after the end of their loop, is netuv's own affair.
INTERNAL = set(
    """
    after_last check_decisions check_open check_thread checked_core count_unread hold host
    is_closed is_mine is_shared is_standalone kept_sink overridden pending_immediates queue_close
    queue_close_now queue_tick slots start_timer stream_id sync_records uv_loop write_target
    """.split()
)


def is_public(name: str) -> bool:
    """Whether an attribute of this name is for users."""
    return not name.startswith("_") and name not in INTERNAL


def public_names(thing: Any) -> list[str]:
    """The names of a class's, or an object's, attributes that are for users."""
    return [name for name in dir(thing) if is_public(name)]
