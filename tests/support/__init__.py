"""What tests of several folders need.

``peers``: the other end of a connection, without netuv. ``hosts``: asyncio's loops. ``programs``:
Pythons and tools in processes of their own. ``fake_handle``, ``fake_network``: netuv's streams and
connecting without a network, on a virtual clock. ``model``: what may happen on a pair of sockets,
for random tests. ``odd``: values nobody should give. Fixtures stand in ``tests/conftest.py``.
"""

from collections.abc import Callable

Run = Callable[[], None]  # the fixture of that name: the test's loop, run to its end
