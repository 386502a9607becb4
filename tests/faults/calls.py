"""The calls of csrc/ and libuv that can fail, and the errors that each of them can give.

A call of libuv's has the errors that its manual and its source give for a handle in the
state that the core calls it in; a system call those of Linux' manual. What a caller's own
mistake would be (EFAULT, EINVAL, a descriptor that was never one) is left out.
"""

from __future__ import annotations

import errno
import socket

MEMORY = ["ENOMEM"]
DESCRIPTORS = ["EMFILE", "ENFILE"]

# Calls whose result says how many bytes were moved: they can also move fewer.
SHORT = {"read", "readv", "recvmsg", "send", "write", "writev", "sendmsg"}
EVERY_BYTE = 96  # shorter than at most so many bytes: each length is tried

# "E*6": that call and the next 5 of its kind give the error.
ERRORS: dict[str, list[str]] = {
    # memory
    "malloc": MEMORY,
    "calloc": MEMORY,
    "realloc": MEMORY,
    # libuv
    "uv_accept": ["ENOMEM"],
    "uv_async_init": ["EMFILE", "ENOMEM"],
    "uv_listen": ["EADDRINUSE", "EACCES"],
    "uv_loop_init": ["EMFILE", "ENOMEM"],
    "uv_mutex_init": ["ENOMEM", "EAGAIN"],
    "uv_pipe": DESCRIPTORS,
    "uv_pipe_getpeername": ["ENOTCONN", "ENOMEM"],
    "uv_pipe_getsockname": ["ENOMEM"],
    "uv_pipe_open": ["EPERM", "ENOMEM"],
    "uv_poll_init_socket": ["ENOMEM", "ENOSPC"],
    "uv_poll_start": ["ENOMEM"],
    "uv_read_start": ["ENOTCONN"],
    "uv_shutdown": ["ENOTCONN"],
    "uv_socketpair": [*DESCRIPTORS, "ENOMEM"],
    "uv_tcp_bind": ["EADDRINUSE", "EMFILE", "EACCES"],
    "uv_tcp_connect": ["EMFILE", "ENOBUFS", "EADDRNOTAVAIL"],
    "uv_tcp_getpeername": ["ENOTCONN", "ENOBUFS"],
    "uv_tcp_getsockname": ["ENOBUFS"],
    "uv_tcp_nodelay": ["ENOBUFS"],
    "uv_tcp_open": ["ENOMEM", "EPERM"],
    "uv_try_write": ["EAGAIN", "EPIPE", "ECONNRESET", "ENOMEM"],
    "uv_write": ["ENOMEM", "EPIPE"],
    # the system
    "accept4": [
        *("EAGAIN", "EINTR", "ECONNABORTED", "EPROTO", "EPERM", "ENOBUFS", "ENOMEM"),
        *("EMFILE", "ENFILE", "EMFILE*6", "ENOMEM*6", "ECONNABORTED*40"),
    ],
    "bind": ["EADDRINUSE", "EACCES", "EADDRNOTAVAIL", "ENOMEM"],
    "chmod": ["EACCES", "EPERM", "EROFS"],
    "close": ["EINTR", "EIO"],
    "connect": [
        *("ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH", "EADDRNOTAVAIL"),
        *("EACCES", "EAGAIN", "EINTR", "ENOENT"),
    ],
    "epoll_add": ["ENOMEM", "ENOSPC"],
    "epoll_create1": [*DESCRIPTORS, "ENOMEM"],
    "epoll_del": [],  # what is registered can be removed
    "epoll_mod": ["ENOMEM"],
    "epoll_wait": ["EINTR"],
    "eventfd": [*DESCRIPTORS, "ENOMEM"],
    "fcntl": ["EPERM"],
    "fstat": ["ENOMEM", "EOVERFLOW"],
    "getaddrinfo": [
        *("EAI_AGAIN", "EAI_FAIL", "EAI_MEMORY", "EAI_NONAME", "EAI_NODATA", "EAI_FAMILY"),
        *("EAI_SERVICE", "EAI_SYSTEM"),
    ],
    "getpeername": ["ENOTCONN", "ENOBUFS"],
    "getsockname": ["ENOBUFS"],
    "getsockopt": ["ENOBUFS", "ENOPROTOOPT"],
    "ioctl": ["EINTR", "EPERM"],
    "listen": ["EADDRINUSE"],
    "open": [*DESCRIPTORS, "ENOMEM", "EACCES"],
    "pipe2": DESCRIPTORS,
    "poll": ["EINTR", "ENOMEM"],
    "pthread_attr_init": MEMORY,
    "pthread_create": ["EAGAIN", "EPERM"],
    "pthread_mutex_init": ["ENOMEM", "EAGAIN"],
    "pthread_rwlock_init": ["ENOMEM", "EAGAIN"],
    "read": ["EAGAIN", "EINTR", "ECONNRESET", "ETIMEDOUT", "ENOBUFS", "ENOMEM", "EIO"],
    "readv": ["EAGAIN", "EINTR", "ECONNRESET", "ENOMEM"],
    "recvmsg": ["EAGAIN", "EINTR", "ECONNRESET", "ENOMEM", "ENOBUFS"],
    "register_atfork": MEMORY,
    "send": ["EAGAIN", "EINTR", "EPIPE", "ECONNRESET", "ETIMEDOUT", "ENOBUFS", "ENOMEM"],
    "sendmsg": ["EAGAIN", "EINTR", "EPIPE", "ECONNRESET", "ENOBUFS", "ENOMEM"],
    "setsockopt": ["ENOBUFS", "ENOMEM", "EINVAL", "ENOPROTOOPT"],
    "shutdown": ["ENOTCONN"],
    "so_error": ["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"],
    "socket": [*DESCRIPTORS, "ENOBUFS", "ENOMEM", "EACCES", "EAFNOSUPPORT"],
    "socketpair": [*DESCRIPTORS, "ENOMEM"],
    "stat": ["EACCES", "ENOENT", "ENOMEM"],
    "unlink": ["EACCES", "EROFS", "EBUSY", "ENOENT"],
    "wakeup_read": ["EAGAIN", "EINTR"],
    # Does not wait, so nothing interrupts it (libuv 1.53 would abort); EAGAIN only where so much
    # was written that it is readable.
    "wakeup_write": [],
    "write": ["EAGAIN", "EINTR", "EPIPE", "ECONNRESET", "ENOBUFS", "ENOMEM", "EIO"],
    "writev": ["EAGAIN", "EINTR", "EPIPE", "ECONNRESET", "ENOBUFS", "ENOMEM", "EIO"],
}

# What the core takes of libuv and cannot fail, or not in the state that it is called in.
CANNOT_FAIL: dict[str, list[str]] = {
    "it returns nothing, or a value": [
        *("uv_backend_fd", "uv_backend_timeout", "uv_buf_init", "uv_close", "uv_err_name"),
        *("uv_has_ref", "uv_is_closing", "uv_loop_alive", "uv_mutex_destroy", "uv_mutex_lock"),
        *("uv_mutex_unlock", "uv_now", "uv_pipe_connect", "uv_ref", "uv_run", "uv_stop"),
        *("uv_stream_get_write_queue_size", "uv_strerror", "uv_thread_equal", "uv_thread_self"),
        *("uv_once", "uv_unref", "uv_update_time", "uv_walk", "uv_tcp_close_reset", "uv_is_active"),
        *("uv_is_readable", "uv_is_writable"),
    ],
    "it computes, and calls nothing": [
        *("uv_inet_pton", "uv_ip4_addr", "uv_ip4_name", "uv_ip6_addr", "uv_ip6_name"),
        *("uv_translate_sys_error", "uv_version_string", "uv_version"),
    ],
    "libuv gives 0 for a handle that was just made": [
        *("uv_pipe_init", "uv_tcp_init", "uv_timer_init"),
    ],
    "libuv gives 0 for a handle that is not closing": [
        *("uv_read_stop", "uv_timer_start", "uv_timer_stop"),
        *("uv_poll_stop", "uv_prepare_init", "uv_prepare_start", "uv_prepare_stop"),
        *("uv_check_init", "uv_check_start", "uv_check_stop"),
        *("uv_idle_init", "uv_idle_start", "uv_idle_stop"),
    ],
    "its only error is that there is no descriptor": ["uv_fileno"],
    "its only error is that something is open, and then it is called again": ["uv_loop_close"],
    "libuv aborts rather than to return an error": ["uv_async_send"],
}

# The same for the system's.
SYSTEM_CANNOT_FAIL: dict[str, list[str]] = {
    "Linux gives no error for what it is called with": [
        *(
            "pthread_mutex_lock",
            "pthread_mutex_unlock",
            "pthread_attr_destroy",
            "pthread_attr_setdetachstate",
            "pthread_once",
        ),
        *("pthread_sigmask", "pthread_self", "sigfillset", "sigemptyset", "sigaddset"),
        *("sigismember", "sigpending", "sigtimedwait", "clock_gettime", "getpid", "kill"),
    ],
    "its only error is a race with open() in another thread, after which the place is closed": [
        "dup2",
    ],
    "it computes, or frees": [
        *("abort", "free", "freeaddrinfo", "memchr", "memcmp", "memcpy", "memmove", "memset"),
        *("qsort", "strchr", "strlen", "fwrite", "stderr", "__stack_chk_fail", "strcmp"),
        *(
            "__errno_location",
            "__tls_get_addr",
            "__cxa_finalize",
            "__gmon_start__",
            "_ITM_deregisterTMCloneTable",
        ),
        *("_ITM_registerTMCloneTable", "__memcpy_chk", "__fprintf_chk", "fputs"),
    ],
}

# How the interposer calls what the core's symbols are called.
SYMBOLS = {
    "accept": "accept4",
    "__register_atfork": "register_atfork",
    "fstat64": "fstat",
    "stat64": "stat",
}


def number_of(name: str) -> int:
    """The number that a call gives for the error ``name``."""
    if name.startswith("EAI_"):
        return int(getattr(socket, name))
    return int(getattr(errno, name))
