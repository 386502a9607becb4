"""high_water_mark of create_server is the one of each side of what it accepts."""

from _trace import pair, run, trace


@pair(server={"high_water_mark": 1000})
def _(client, served, server):
    trace(served.readable_high_water_mark, served.writable_high_water_mark)
    trace(client.readable_high_water_mark, client.writable_high_water_mark)
    client.destroy()


run()
