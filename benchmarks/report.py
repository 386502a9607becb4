"""The tables and the picture, from the samples of all rounds."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

Row = dict[str, float]
Samples = dict[str, list[Row]]
BASES = ("C libuv", "uvloop", "Node")
HOSTED_BASES = ("uvloop", "asyncio", "uvloop streams")


def column(rows: Iterable[Row], name: str) -> list[float]:
    return [row[name] for row in rows]


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """The lower quartile, the median, the upper quartile."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def ratios(samples: Samples, name: str, base: str) -> list[float]:
    """CPU per request beside the base's, round by round."""
    pairs = zip(column(samples[name], "cpu_us"), column(samples[base], "cpu_us"))
    return [one / other for one, other in pairs]


def with_spread(values: Sequence[float]) -> str:
    low, middle, high = spread(values)
    return f"{middle:.2f} ({low:.2f}–{high:.2f})"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table that reads well as it is."""
    widths = [max(map(len, cells)) for cells in zip(head, *rows)]

    def line(cells: Sequence[str]) -> str:
        padded = [cells[0].ljust(widths[0])]
        padded += [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:])]
        return f"| {' | '.join(padded)} |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([line(head), f"| {' | '.join(rule)} |", *map(line, rows)])


def echo_table(samples: Samples, wanted: tuple[str, ...]) -> str:
    bases = [base for base in wanted if base in samples]
    head = ["server", "requests/s", "CPU µs/request", "busy", "p50 µs", "p99 µs"]
    head += [f"of {base}" for base in bases]
    rows = []
    for name, rounds in samples.items():
        middle = {key: statistics.median(column(rounds, key)) for key in rounds[0]}
        cells = [name, f"{middle['rps']:,.0f}", with_spread(column(rounds, "cpu_us"))]
        cells += [f"{middle['busy']:.0%}", f"{middle['p50']:,.0f}", f"{middle['p99']:,.0f}"]
        cells += ["1" if base == name else with_spread(ratios(samples, name, base))
                  for base in bases]  # fmt: skip
        rows.append(cells)
    return table(head, rows)


def memory_table(samples: Samples) -> str:
    rows = []
    for name, rounds in samples.items():
        low, middle, high = spread(column(rounds, "bytes"))
        rows.append([name, f"{middle:,.0f}", f"{low:,.0f}–{high:,.0f}"])
    return table(["server", "bytes/connection", "quartiles"], rows)


def burst_table(samples: Samples) -> str:
    head = ["server", "served", "refused", "reset", "no answer", "seconds", "server CPU s"]
    rows = []
    for name, rounds in samples.items():
        # Of the successes the fewest, of the failures the most, in any round.
        worst = [min(column(rounds, "served"))]
        worst += [max(column(rounds, key)) for key in ("refused", "reset", "unanswered")]
        times = [with_spread(column(rounds, key)) for key in ("seconds", "cpu")]
        rows.append([name, *(f"{value:.0f}" for value in worst), *times])
    return table(head, rows)


def picture(echo: dict[str, Samples]) -> str:
    """Server CPU per request as SVG: a bar per server, its quartiles as a line."""
    parts: list[str] = []
    y = 10

    def text(x: float, content: str, style: str = "") -> None:
        parts.append(f'<text x="{x:.1f}" y="{y + 12}"{style}>{content}</text>')

    for title, samples in echo.items():
        text(10, f"{title}: server CPU per request, µs", ' font-weight="bold"')
        spreads = {name: spread(column(rows, "cpu_us")) for name, rows in samples.items()}
        scale = 400 / max(high for _, _, high in spreads.values())
        for name, (low, middle, high) in spreads.items():
            y += 20
            fill = "#2a9d6f" if name.startswith("netuv") else "#9aa5b1"
            text(10, name)
            parts.append(
                f'<rect x="190" y="{y}" width="{middle * scale:.1f}" height="15" fill="{fill}"/>'
                f'<path d="M{190 + low * scale:.1f} {y + 7.5}H{190 + high * scale:.1f}" '
                'stroke="#222" stroke-width="2"/>'
            )
            text(198 + high * scale, f"{middle:.2f}")
        y += 40
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="660" height="{y}" '
        'font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="#fff"/>'
    )
    return "\n".join([head, *parts, "</svg>\n"])
