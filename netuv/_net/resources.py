"""What keeps a loop running, by the names Node has for it."""

from __future__ import annotations

from .._handles.base import Handle, Resting
from .._handles.tcp import TCP
from .._loop.access import pending_immediates, slots_of
from .._loop.current import get_loop
from .._loop.timers import Timeout
from ..dns import Request
from .connect import AddressAttempt, PathAttempt
from .server import Server


def get_active_resources_info() -> list[str]:
    """The kinds of what keeps this thread's loop running, one entry each.

    (manual: process.getActiveResourcesInfo()) Requests (``"GetAddrInfoReqWrap"``,
    ``"ConnectWrap"``), handles (``"TCPServerWrap"``, ``"TCPSocketWrap"``, ``"PipeWrap"``),
    ``"Timeout"`` and ``"Immediate"``. What is unreferenced is left out.
    """
    loop = get_loop()
    requests: list[str] = []
    handles: list[str] = []
    timers: list[str] = []
    for kept in slots_of(loop).owners:
        owner = kept.handle() if isinstance(kept, Resting) else kept
        if isinstance(owner, Request):
            requests.append("GetAddrInfoReqWrap")
        elif isinstance(owner, Timeout) and owner.has_ref():
            timers.append("Timeout")
        elif isinstance(owner, Handle) and owner.has_ref():
            if isinstance(owner.owner, (AddressAttempt, PathAttempt)):
                requests.append("ConnectWrap")
            handles.append(_handle_name(owner))
    immediates = ["Immediate" for one in pending_immediates(loop) if one.has_ref()]
    return requests + handles + timers + immediates


def _handle_name(handle: Handle) -> str:
    if not isinstance(handle, TCP):
        return "PipeWrap"
    return "TCPServerWrap" if isinstance(handle.owner, Server) else "TCPSocketWrap"
