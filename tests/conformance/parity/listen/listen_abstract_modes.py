"""An abstract name has no mode bits to set."""

from _trace import attempt, netuv, path, run

where = "\0" + path("modes")
attempt("readable", lambda: netuv.create_server().listen(path=where, readable_all=True))
attempt("writable", lambda: netuv.create_server().listen(path=where, writable_all=True))

run()
