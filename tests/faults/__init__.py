"""Every call that can fail fails once: the harness of ``make faults``.

``faults.c`` is preloaded and makes call number N of one kind fail; ``calls.py`` says which
errors each call can give; ``scenarios.py`` has the programs under which it happens, ``world.py``
what they are made of and what is right afterwards; ``worker.py`` runs them in forked children,
``points.py`` finds the faults to be tried, and ``__main__.py`` tries them.
"""
