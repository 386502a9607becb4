"""TCP and Pipe: libuv's handles as Python has them. They know no emitter."""
