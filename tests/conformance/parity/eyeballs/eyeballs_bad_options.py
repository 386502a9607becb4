"""auto_select_family= and its timeout that are none, by name and with a literal address."""

from _trace import HOST, attempt, netuv, run

for host in ("h.test", HOST):
    for value in (1, "yes", [], 0):
        attempt(
            f"select {host}",
            lambda host=host, value=value: netuv.connect(
                port=1, host=host, auto_select_family=value
            ),
        )
    for value in (0, -1, 1.5, 2147483648, "100", []):
        attempt(
            f"timeout {host}",
            lambda host=host, value=value: netuv.connect(
                port=1, host=host, auto_select_family_attempt_timeout=value
            ),
        )

run()
