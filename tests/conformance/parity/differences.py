"""Where netuv's trace differs from Node's on purpose, each with its reason.

A difference names the lines of Node's trace it stands for, one after another, and the lines netuv
prints in their place. One that no longer occurs fails its scenario: this list cannot go stale.
"""

from __future__ import annotations

from typing import NamedTuple


class Difference(NamedTuple):
    """A run of lines of one scenario's trace that netuv prints differently."""

    scenario: str
    node: tuple[str, ...]
    ours: tuple[str, ...]
    reason: str


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        scenario="errors_create_server",
        node=(
            'text throws TypeError [ERR_INVALID_ARG_TYPE: The "options" argument]',
            'number throws TypeError [ERR_INVALID_ARG_TYPE: The "options" argument]',
        ),
        ours=(
            'text throws TypeError [ERR_INVALID_ARG_TYPE: The "listener" argument]',
            'number throws TypeError [ERR_INVALID_ARG_TYPE: The "listener" argument]',
        ),
        reason="Options are keyword arguments: the only thing that can stand there is a listener.",
    ),
    *(
        Difference(
            scenario=scenario,
            node=("client close",),
            ours=(f"client close {had_error}",),
            reason='The manual: the argument of "close" is a boolean. Node leaves it out where'
            " there never was a handle.",
        )
        for scenario, had_error in (
            ("destroy_before_connect", "false"),
            ("reset_before_connect", "true"),
            ("write_without_connect", "true"),
        )
    ),
    Difference(
        scenario="handle_closed_close",
        node=("client error [EBADF: write EBADF]",),
        ours=("client error [EBADF: write EBADF]", "client close true"),
        reason='Whoever waits for "close" goes on: Node emits none, since the handle that somebody'
        " has closed calls back no more.",
    ),
    Difference(
        scenario="connect_lookup_throws",
        node=("true false",),
        ours=("false false",),
        reason="A call that failed leaves the socket as it was: Node's stays connecting for ever.",
    ),
    Difference(
        scenario="abort_socket_unheard",
        node=("client close true",),
        ours=("uncaught [ABORT_ERR: The operation was aborted]", "client close true"),
        reason='An "error" that nobody listens to comes out of run(), API.md says. In Node a signal'
        " hides every error of its socket, a refused connection's too.",
    ),
    *(
        Difference(
            scenario="connect_lookup_wrong_family",
            node=(
                f"client error [EINVAL: connect EINVAL {address}:1 - Local (None:undefined)]",
                f"EINVAL connect {address} 1",
            ),
            ours=(
                f"client error [EINVAL: connect EINVAL {address}:1]",
                f"EINVAL connect {address} 1",
            ),
            reason="A local address is given where there is one.",
        )
        for address in ("127.0.0.1", "::1")
    ),
    Difference(
        scenario="eyeballs_fails_at_once",
        node=(
            "client connection_attempt_failed 127.0.0.2 1 6"
            " [EINVAL: connect EINVAL 127.0.0.2:1 - Local (None:undefined)]",
        ),
        ours=(
            "client connection_attempt_failed 127.0.0.2 1 6 [EINVAL: connect EINVAL 127.0.0.2:1]",
        ),
        reason="A local address is given where there is one.",
    ),
    Difference(
        scenario="eyeballs_fails_at_once",
        node=(
            "client error [AggregateError EINVAL:"
            " [EINVAL: connect EINVAL 127.0.0.2:1 - Local (None:undefined)],"
            " [ECONNREFUSED: connect ECONNREFUSED 127.0.0.3:1]]",
        ),
        ours=(
            "client error [AggregateError EINVAL: [EINVAL: connect EINVAL 127.0.0.2:1],"
            " [ECONNREFUSED: connect ECONNREFUSED 127.0.0.3:1]]",
        ),
        reason="A local address is given where there is one.",
    ),
    Difference(
        scenario="eyeballs_nothing_found",
        node=(
            "uncaught [Error: Cannot destructure property 'address' of 'addresses[0]' as it is"
            " None.]",
        ),
        ours=(
            "client error [ENOTFOUND: getaddrinfo ENOTFOUND h.test]",
            "ENOTFOUND h.test",
            "client close true",
        ),
        reason="A lookup's answer, whatever it is, is the socket's error. Node fails over it and"
        " leaves the socket connecting.",
    ),
    Difference(
        scenario="eyeballs_aborted",
        node=("uncaught [Error: Cannot read properties of null (reading 'connect')]",),
        ours=(),
        reason="A socket may be destroyed in any listener. Node uses the handle after"
        ' "connectionAttempt" without looking.',
    ),
    Difference(
        scenario="connect_while_connecting",
        node=("client error [EALREADY: connect EALREADY 127.0.0.1:PORT - Local (127.0.0.1:PORT)]",),
        ours=(
            "client connection_attempt_failed 127.0.0.1 PORT 4"
            " [EALREADY: connect EALREADY 127.0.0.1:PORT - Local (127.0.0.1:PORT)]",
            "client error [EALREADY: connect EALREADY 127.0.0.1:PORT - Local (127.0.0.1:PORT)]",
        ),
        reason="An attempt that has begun is reported as failed. Node does so where there are"
        " several addresses, or where the system says no later.",
    ),
    *(
        Difference(
            scenario=scenario,
            node=(line.format("PATH/" + name),),
            ours=(line.format("none"),),
            reason="The manual: address() is null before a server listens and after close(). Node"
            " keeps a path for ever.",
        )
        for scenario, line, name in (
            ("listen_address", "closed {}", "address"),
            ("listen_address", "failed {}", "file"),
            ("listen_close_at_once", "false {}", "short"),
        )
    ),
    Difference(
        scenario="listen_path_too_long",
        node=("server listening", "server close"),
        ours=("ENAMETOOLONG listen true",),
        reason="API.md: a path that is too long is an error, never cut silently as Node does.",
    ),
    Difference(
        scenario="listen_path_replaced",
        node=("is there false", "is there false"),
        ours=("is there true", "is there false"),
        reason="close() removes what the server has bound. Node removes whatever has the name, and"
        " with it another server's socket.",
    ),
    *(
        Difference(
            scenario="listen_abstract_modes",
            node=(f"{label} throws StateError [ENOENT: uv_pipe_chmod ENOENT]",),
            ours=(
                f"{label} throws ValueError [ERR_INVALID_ARG_VALUE: The argument 'options' cannot"
                " set readable_all or writable_all: an abstract socket has no file.]",
            ),
            reason="The call refuses what cannot be done, as newer Nodes do.",
        )
        for label in ("readable", "writable")
    ),
    *(
        Difference(
            scenario=scenario,
            node=("big none",),
            ours=("big [ERR_STREAM_DESTROYED: Cannot call write after a stream was destroyed]",),
            reason="Nothing acknowledged is lost: a write that destroy() cut off says so. Node"
            " calls its callback as if it had been written.",
        )
        for scenario in ("destroy_with_queued_writes", "destroy_in_a_timer_with_queued_writes")
    ),
    *(
        Difference(
            scenario=scenario,
            node=("uncaught [Error: broken]",),
            ours=(f"{name} close", "uncaught [Error: broken]"),
            reason='"close" comes once, also where nobody listens to "error", as a Socket\'s does:'
            " who waits for it is not left hanging.",
        )
        for scenario, name in (
            ("stream_destroy_unheard", "source"),
            ("stream_pipe_destination_fails_unheard", "sink"),
        )
    ),
    Difference(
        scenario="stream_default_encoding_wrong",
        node=("wrong one gives true",),
        ours=("wrong one throws ValueError [ERR_UNKNOWN_ENCODING: Unknown encoding: morse]",),
        reason="Bad input is an error at the call. Node's comes with the first text.",
    ),
    Difference(
        scenario="values_socket_connecting",
        node=("  writable_length 5", "corked"),
        ours=("  writable_length 5", "  writable_need_drain true", "corked"),
        reason="API.md: what is written while connecting is queued, so write() gives False.",
    ),
    Difference(
        scenario="values_socket_connecting",
        node=("  writable_length 0", "close"),
        ours=("  writable_length 0", "  writable_need_drain false", "close"),
        reason="The same: needed until all of it is written.",
    ),
    Difference(
        scenario="values_socket_fails",
        node=("  bytes_written 5", "  buffer_size none", "  allow_half_open false"),
        ours=("  bytes_written 0", "  buffer_size none", "  allow_half_open false"),
        reason="What waited for a connection that was refused was never sent. Node counts the first"
        " write of it for ever.",
    ),
    Difference(
        scenario="errors_set_timeout",
        node=("1 0",),
        ours=("none 0",),
        reason="A refused call changes nothing. Node keeps the time and then refuses the callback.",
    ),
    Difference(
        scenario="write_after_peer_end",
        node=("callback [EPIPE: This socket has been ended by the other party]",),
        ours=(
            "callback [EPIPE: This socket has been ended by the other party"
            " (allow_half_open=True keeps its writing side open)]",
        ),
        reason="The message says which option its reader has not set.",
    ),
)

# Scenarios in which netuv does not yet do as 18.20.4, each with what differs. One that no longer
# differs fails until it is taken away.
NOT_YET: dict[str, str] = {}
