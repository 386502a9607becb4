"""A character split across reads arrives whole."""

from _trace import eventually, pair, run, watch


@pair
def _(client, served, server):
    served.set_encoding("utf8")
    watch(served, "served", "data end")
    client.set_no_delay()
    text = "a€😀b".encode()

    def send(i):
        if i == len(text):
            client.end()
            return
        client.write(text[i : i + 1])
        eventually(lambda: served.bytes_read == i + 1, lambda: send(i + 1))

    send(0)


run()
