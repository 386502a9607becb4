"""pause(), resume() and listeners: is_paused() and readable_flowing after each step."""

from _streams import Readable
from _trace import netuv, run, trace

source = Readable(read=lambda stream, size: None)


def says(step):
    trace(step, source.is_paused(), source.readable_flowing)


for event in ("pause", "resume"):
    source.on(event, lambda event=event: says(f"event {event}"))
says("new")
source.pause()
says("pause")
source.pause()
says("pause again")
source.on("data", lambda data: trace("data", data))
says("data listener")
source.resume()
says("resume")
source.resume()
source.push("a")


@netuv.set_immediate
def _():
    says("later")
    source.pause()
    source.resume()
    says("both")
    source.remove_all_listeners("data")
    says("no listener")
    source.on("readable", lambda: says("readable"))
    says("readable listener")
    source.resume()
    says("resume beside it")
    source.pause()
    source.push("b")
    source.push(None)

    @netuv.set_immediate
    def _():
        trace(source.read())
        source.remove_all_listeners("readable")
        says("taken off")
        source.resume()
        source.on("end", lambda: says("end"))


run()
