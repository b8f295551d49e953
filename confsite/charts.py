"""Charts as SVG: plain data in, markup out. Knows no model and no language.

Widths are shares of what there is and letters keep their size, so that a chart is as
readable on a telephone as on paper. Every number that is drawn is written as well, or
stands in the table below the chart. Colours are those of static/css/charts.css.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Pixels. A row of bars: its label on top, its bar below, the other one below that.
LABEL, BAR, GAP, LINE = 20, 12, 12, 18
# Pixels of a letter that is as wide as it is high, and of the others, at 14 px.
WIDE, NARROW = 14, 7.4
# What a telephone of 390 px leaves beside one number at the end of a line, or two.
ROOM, ROOM_BESIDE_TWO = 290, 230
LINES = 2
# Of a chart of columns.
HEIGHT, HEAD, FOOT = 180, 22, 24
# So many columns have room for a number each.
NUMBERED = 14


@dataclass(frozen=True)
class Bar:
    """An answer, how many gave it, and how many did the time before."""

    label: str
    number: int
    before: int | None = None
    lang: str = ""


@dataclass(frozen=True)
class DayColumn:
    """A day, and what is said of it where one looks closer."""

    number: int
    words: str
    before: int | None = None


def bars(title: str, rows: Sequence[Bar]) -> SafeString:
    """One bar below the other, the longest as wide as there is room."""
    most = max([max(row.number, row.before or 0) for row in rows], default=0) or 1
    top = 0
    drawn = []
    room = ROOM if all(row.before is None for row in rows) else ROOM_BESIDE_TWO
    for row in rows:
        lines = wrapped(row.label, room)
        drawn.append(_bar(row, lines, top, most))
        top += (
            LABEL
            + LINE * (len(lines) - 1)
            + BAR
            + (BAR // 2 + 2 if row.before is not None else 0)
            + GAP
        )
    return _svg(title, max(top, 1), drawn)


def _bar(row: Bar, lines: Sequence[str], top: int, most: int) -> SafeString:
    below = top + LABEL + LINE * (len(lines) - 1)
    label = format_html_join(
        "",
        '<tspan x="0" y="{}">{}</tspan>',
        ((top + 14 + LINE * n, line) for n, line in enumerate(lines)),
    )
    before = ""
    if row.before is not None:
        before = format_html(
            '<rect class="chart-before" x="0" y="{}" height="{}" width="{}%"/>',
            below + BAR + 2,
            BAR // 2,
            share(row.before, most),
        )
    return format_html(
        "<g><title>{}</title><text{}>{}</text>"
        '<text class="chart-number" x="100%" y="{}">{}</text>'
        '<rect class="chart-track" x="0" y="{}" height="{}" width="100%"/>'
        '<rect class="chart-now" x="0" y="{}" height="{}" width="{}%"/>{}</g>',
        f"{row.label}: {row.number}",
        format_html(' lang="{}"', row.lang) if row.lang else "",
        label,
        top + 14,
        _number(row.number, row.before),
        below,
        BAR,
        below,
        BAR,
        share(row.number, most),
        before,
    )


def _number(number: int, before: int | None) -> str | SafeString:
    if before is None:
        return grouped(number)
    return format_html(
        '{}<tspan class="chart-quiet"> / {}</tspan>', grouped(number), grouped(before)
    )


def columns(title: str, days: Sequence[DayColumn], first: str, last: str) -> SafeString:
    """One column beside the other, and a line of the time before; from first to last.

    Where there are too many for a number each, the highest and the last have theirs.
    """
    most = max([max(day.number, day.before or 0) for day in days], default=0) or 1
    floor = HEAD + HEIGHT
    wide = 100 / max(len(days), 1)
    highest = max(range(len(days)), key=lambda n: days[n].number, default=0)
    numbered = range(len(days)) if len(days) <= NUMBERED else {highest, len(days) - 1}
    drawn = [
        _column(day, n, wide, most, is_numbered=n in numbered)
        for n, day in enumerate(days)
    ]
    drawn.append(
        format_html(
            '<line class="chart-axis" x1="0" x2="100%" y1="{0}" y2="{0}"/>'
            '<text x="0" y="{1}">{2}</text>'
            '<text class="chart-number" x="100%" y="{1}">{3}</text>',
            floor,
            floor + 18,
            first,
            last,
        )
    )
    if any(day.before is not None for day in days):
        drawn.append(_line(days, most))
    return _svg(title, floor + FOOT, drawn)


def _column(
    day: DayColumn, place: int, wide: float, most: int, *, is_numbered: bool
) -> SafeString:
    tall = round(HEIGHT * day.number / most, 1)
    left = place * wide
    number = ""
    if is_numbered and day.number:
        # At either end it keeps within the chart.
        middle = left + wide / 2
        anchor = "start" if middle < 8 else "end" if middle > 92 else "middle"
        at = {"start": left, "end": left + wide}.get(anchor, middle)
        number = format_html(
            '<text x="{}%" y="{}" text-anchor="{}">{}</text>',
            round(at, 2),
            HEAD + HEIGHT - tall - 5,
            anchor,
            short(day.number),
        )
    return format_html(
        "<g><title>{}</title>"
        '<rect class="chart-touch" x="{}%" y="0" height="{}" width="{}%"/>'
        '<rect class="chart-now" x="{}%" y="{}" height="{}" width="{}%"/>{}</g>',
        day.words,
        round(left, 2),
        HEAD + HEIGHT,
        round(wide, 2),
        round(left + wide * 0.1, 2),
        HEAD + HEIGHT - tall,
        tall,
        round(wide * 0.8, 2),
        number,
    )


def _line(days: Sequence[DayColumn], most: int) -> SafeString:
    """Stretched with the chart, in a drawing of its own: points know no shares."""
    points = " ".join(
        f"{n + 0.5},{round(HEIGHT * (1 - day.before / most), 1)}"
        for n, day in enumerate(days)
        if day.before is not None
    )
    return format_html(
        '<svg x="0" y="{}" width="100%" height="{}" viewBox="0 0 {} {}" '
        'preserveAspectRatio="none"><polyline class="chart-line" points="{}"/></svg>',
        HEAD,
        HEIGHT,
        len(days),
        HEIGHT,
        points,
    )


def _svg(title: str, height: int, drawn: Sequence[SafeString]) -> SafeString:
    # All of it stands in a table as well: whoever listens needs its name only.
    return format_html(
        '<svg class="figures" role="img" aria-label="{}" width="100%" height="{}" '
        'xmlns="http://www.w3.org/2000/svg">{}</svg>',
        title,
        height,
        format_html_join("", "{}", ((part,) for part in drawn)),
    )


# -- Words and numbers -----------------------------------------------------------------


def share(number: int, of: int) -> float:
    return round(100 * number / of, 2)


def grouped(number: int) -> str:
    """12 345, with a space that no line breaks at, as both languages read it."""
    return f"{number:,}".replace(",", "\u202f")


def short(number: int) -> str:
    """What fits above a column: 9 940, 12k, 1.2M."""
    if number >= 1_000_000:
        return f"{number / 1_000_000:.1f}M"
    return f"{number / 1000:.0f}k" if number >= 10_000 else grouped(number)


def wrapped(label: str, room: float = ROOM, most: int = LINES) -> list[str]:
    """A label in lines that fit a telephone; what does not fit ends in a mark."""
    lines, line = [], ""
    for word in words(label):
        if line and width(line + word) > room:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
    lines.append(line.rstrip())
    if len(lines) <= most:
        return [cut(line, room) for line in lines]
    kept = [*lines[: most - 1], f"{lines[most - 1]}…"]
    return [cut(line, room) for line in kept]


def words(label: str) -> list[str]:
    """Where a line may end: behind a blank, and behind every wide letter."""
    found: list[str] = []
    for letter in label:
        if found and not (found[-1][-1].isspace() or is_wide(found[-1][-1])):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def cut(line: str, room: float) -> str:
    if width(line) <= room:
        return line
    kept = line.removesuffix("…")
    while kept and width(kept + "…") > room:
        kept = kept[:-1]
    return f"{kept}…"


def width(text: str) -> float:
    """About how many pixels it takes; what stands above a letter takes none."""
    return sum(
        0 if unicodedata.combining(c) else WIDE if is_wide(c) else NARROW for c in text
    )


def is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
