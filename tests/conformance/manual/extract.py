"""Makes the lists of points/ out of the manuals: headings, parameters, events, defaults, codes.

    python tests/conformance/manual/extract.py DIRECTORY

DIRECTORY holds the manuals (``net-v18.20.md``, ``net-v12.md``, ``net-v0.8.md``,
``deno-socket.md``). A point is a heading, or ``heading > what``: a parameter, option or
argument (``port``), its default (``port = 0``), what is returned (``returns <boolean>``), the type
of a property or an event's argument (``<Error>``), a value or an error code it may have.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

POINTS = Path(__file__).resolve().parent / "points"

# Entries of the 0.8 manual whose heading the stored text has lost, in their order.
LOST_IN_08 = (
    "net.connect(options[, connectionListener()])",
    "net.createServer([options][, connectionListener()])",
    "net.isIP(String input)",
    "net.isIPv4(String input)",
    "net.isIPv6(String input)",
    "net.Server.address()",
    "net.Server.listen(port[, host][, backlog][, callback()])",
    'net.Socket.on("data", function(Buffer | String data))',
    "net.Socket.address()",
    "net.Socket.connect(port[, host][, connectionListener()])",
    'net.Socket.on("drain", function())',
    "net.Socket.end([String data][, String encoding])",
    "net.Socket.setTimeout(Number timeout[, Function callback()])",
    'net.Socket.on("timeout", function())',
    "net.Socket.write(String data[, String encoding][, Function callback()])",
)

# The same of Deno's page: how the entry begins.
LOST_IN_DENO = {
    "This property is only present": "Socket.autoSelectFamilyAttemptedAddresses",
    "This property represents the state": "Socket.readyState",
    "Returns the bound address": "Socket.address()",
    "Close the TCP connection by sending": "Socket.resetAndDestroy()",
}

CODE = re.compile(r"\b(?:ERR_[A-Z_]+|E[A-Z]{5,})\b")
VALUE = re.compile(r"\b[A-Z]+_[A-Z]+=\w+$")
STATE = re.compile(r".*If the stream is .* is (\w+)\.")
STATED = re.compile(r"(?:initial default value is|default value of this parameter is) (\w+)")


class Points:
    """The points found so far, each once, in the manual's order."""

    def __init__(self) -> None:
        self.found: dict[str, None] = {}
        self.heading = ""

    def start(self, heading: str) -> None:
        self.heading = heading
        self.found[heading] = None

    def add(self, what: str) -> None:
        self.found[f"{self.heading} > {what}"] = None


def plain(text: str) -> str:
    """Without Markdown, types as ``<a> | <b>``."""
    text = text.replace("`", "").replace("**", "")
    text = re.sub(r"\[([^\]]*)\]\[[^\]]*\]", r"\1", text)
    text = re.sub(r"\{([\w.|\[\]]+)\}", r"<\1>", text)
    return re.sub(r"<[^>]*\|[^>]*>", lambda m: m.group().replace("|", "> | <"), text)


def blocks(text: str) -> list[str]:
    """Headings and bullets with what belongs to them, one string each."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"```.*?```", "", text, flags=re.S)
    text = re.sub(r"^\(history: .*\)$", "", text, flags=re.M)
    text = re.sub(r"^([-*]) \n", r"\1 ", text, flags=re.M)
    found: list[str] = []
    for line in text.splitlines():
        if re.match(r"(#+|[-*]) ", line) or not found:
            found.append(line)
        elif line.strip():
            found[-1] += " " + line.strip()
        else:
            found.append("")
    return found


def of_node(text: str) -> list[str]:
    """The points of a Markdown manual."""
    points = Points()
    owner = ""
    for block in blocks(text):
        if block.startswith("#"):
            first = heading_of(block, text)
            if first.startswith("Class: "):
                owner = first[len("Class: ") :]
            points.start(f"{owner} event {first[7:]}" if first.startswith("Event: ") else first)
        elif re.match(r"[-*] ", block):
            add_bullet(points, plain(block[2:].strip()))
        if points.heading:
            for code in CODE.findall(block):
                points.add(code)
            for value in STATED.findall(plain(block)):
                points.add(f"default {value}")
    return list(points.found)


def heading_of(block: str, text: str) -> str:
    """The heading's own line: its block has the text below it as well."""
    lines = [line for line in text.splitlines() if line.startswith("#") and block.startswith(line)]
    return max(lines, key=len).lstrip("# ").replace("`", "").strip()


def add_bullet(points: Points, bullet: str) -> None:
    named = re.match(r"(\w+) (<.+?>(?: \| <.+?>)*)", bullet)
    typed = re.match(r"(?:Type:? ?)?(<[\w.\[\]]+>(?: \| <.+?>)*)", bullet)
    returned = re.match(r"(Returns|Extends):? (<.+?>(?: \| <.+?>)*)", bullet)
    if named and not returned and named.group(1) != "Type":
        points.add(named.group(1))
        default = re.search(r"Default:\s*(.+?)(?:\.\s|\.$|, but|$)", bullet)
        if default:
            points.add(f"{named.group(1)} = {default.group(1).strip()}")
    elif returned:
        points.add(f"{returned.group(1).lower()} {returned.group(2)}")
    elif typed:
        points.add(typed.group(1))
    elif VALUE.match(bullet):
        points.add(bullet)
    elif STATE.match(bullet):
        points.add(STATE.match(bullet).group(1))  # type: ignore[union-attr]


def of_08(text: str) -> list[str]:
    """The points of the 0.8 manual, a text without Markdown."""
    points = Points()
    lost = iter(LOST_IN_08)
    text = text.replace("\n    • ", "\n\n    • ")
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    entry = re.compile(r"\s+• ((?:new )?net\..*)")
    for index, paragraph in enumerate(paragraphs):
        heading = entry.match(paragraph)
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else ""
        before = paragraphs[index - 1].strip() if index else ""
        headed = before.startswith("•") and "createConnection" not in before
        if heading:
            points.start(heading.group(1).strip().splitlines()[0])
        elif paragraph == following and not headed:
            points.start(next(lost))
        argument = re.fullmatch(
            r"([a-z]\w*?)((?:Number|String|Object|Function|Boolean|Error|net\.Socket|Buffer).*)",
            paragraph.strip(),
        )
        if argument:
            points.add(argument.group(1))
        add_08_options(points, paragraph)
    if list(lost):
        raise SystemExit("the 0.8 manual has fewer entries without a heading")
    return list(points.found)


def add_08_options(points: Points, paragraph: str) -> None:
    option = re.match(r"\s+• (\w+): ", paragraph)
    if option:
        points.add(option.group(1))
        default = re.search(r"Defaults to (\S+?)\.(?:\s|$)", paragraph)
        if default:
            points.add(f"{option.group(1)} = {default.group(1)}")
    for value in STATED.findall(paragraph):
        points.add(f"default {value}")
    for name, value in re.findall(r"^  (\w+): (\w+)$", paragraph, re.M):
        points.add(name)
        points.add(f"{name} = {value}")
    if points.heading:
        for code in CODE.findall(paragraph):
            points.add(code)


def of_deno(text: str) -> list[str]:
    """The points of Deno's page of the class Socket."""
    points = Points()
    points.start("new Socket(options?: SocketConstructorOpts)")
    properties, _, methods = text.partition("\nProperties\n")[2].partition("\nMethods\n")
    for line in properties.splitlines():
        name = re.match(r"(\w+): [^,]+$", line)
        lost = [title for start, title in LOST_IN_DENO.items() if line.startswith(start)]
        if name or lost:
            points.start(lost[0] if lost else f"Socket.{name.group(1)}")  # type: ignore[union-attr]
        state = STATE.search(line)
        if state:
            points.add(state.group(1))
    for line in methods.splitlines():
        name = re.match(r"(\w+)\(", line)
        lost = [title for start, title in LOST_IN_DENO.items() if line.startswith(start)]
        if name or lost:
            points.start(lost[0] if lost else f"Socket.{name.group(1)}()")  # type: ignore[union-attr]
        if VALUE.search(line):
            points.add(line.split()[-1])
        for code in CODE.findall(line):
            points.add(code)
    listeners = methods.partition("\nemit(")[0]
    for event, arguments in re.findall(
        r'event: "(\w+)",\s*listener: \((.*?)\) =>', listeners, re.S
    ):
        points.start(f"Socket event '{event}'")
        for name in re.findall(r"(\w+):", arguments):
            points.add(name)
    return list(points.found)


READERS = {
    "net-v18.20": of_node,
    "net-v12": of_node,
    "net-v0.8": of_08,
    "deno-socket": of_deno,
}


def main(directory: Path) -> None:
    for manual, read in READERS.items():
        text = (directory / f"{manual}.md").read_text(encoding="utf-8")
        lines = "".join(point + "\n" for point in read(text))
        (POINTS / f"{manual}.txt").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
