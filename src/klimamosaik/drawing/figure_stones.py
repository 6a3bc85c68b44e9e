"""A thousand stones in a field: what is measured, what is expected, what is missing."""

from collections.abc import Sequence

from klimamosaik.drawing.figure_marks import FigureMark, FigureSheet, pointed
from klimamosaik.drawing.palette import colour, hatched, hatching
from klimamosaik.drawing.scale import Scale

ROWS, LEAST = 20, 1000.0  # stones upright; stones the field has at least
ENTRY = 24.0  # [px] a line of the key
EXPECTED, MISSING = "expected", "missing"
INK = "electricity"


def stones_svg(marks: Sequence[FigureMark], sheet: FigureSheet) -> str:
    """Lay the marks one after the other, column by column; a part of a stone is cut."""
    pen = sheet.pen
    whole = max(LEAST, sum(mark.value or 0.0 for mark in marks))
    columns = int(-(-whole // ROWS))
    side = sheet.width / columns
    x, foot = Scale(0.0, columns, 0.0, sheet.width), side * ROWS
    parts, at = [f"<defs>{hatching(INK, sheet.ident, pen.paint)}</defs>"], 0.0
    for mark in marks:
        end = at + (mark.value or 0.0)
        shape = f'<path fill="{fill(mark.series, sheet)}" d="{outline(at, end, x, foot)}"/>'
        parts.append(pointed(shape + parted(end, x, foot, sheet), sheet.mark_in_words(mark)))
        at = end
    parts.append(pen.line(grout(columns, x, foot), "paper", max(side / 9, 0.8)))
    parts += [
        entry(series, marks, foot + ENTRY * (n + 1), sheet)
        for n, series in enumerate(dict.fromkeys(mark.series for mark in marks))
    ]
    return sheet.whole(parts, foot + ENTRY * len({mark.series for mark in marks}) + 12)


def fill(series: str, sheet: FigureSheet) -> str:
    """Full what is measured, hatched what is expected, pale what is missing."""
    if series == EXPECTED:
        return hatched(INK, sheet.ident)
    return colour("edge" if series == MISSING else INK, sheet.pen.paint)


def outline(start: float, end: float, x: Scale, foot: float) -> str:
    """Around stones `start` to `end`, laid upwards, column after column."""
    if end <= start:
        return ""
    side = foot / ROWS
    (first, low), (last, high) = divmod(start, ROWS), divmod(end, ROWS)
    if first == last:
        return box(x(first), x(first + 1), foot - low * side, foot - high * side)
    parts = box(x(first), x(first + 1), foot - low * side, 0.0)
    if last > first + 1:
        parts += box(x(first + 1), x(last), foot, 0.0)
    return parts + (box(x(last), x(last + 1), foot, foot - high * side) if high else "")


def box(left: float, right: float, low: float, high: float) -> str:
    """Path data of a rectangle."""
    return f"M{left:.1f} {low:.2f}H{right:.1f}V{high:.2f}H{left:.1f}z"


def parted(end: float, x: Scale, foot: float, sheet: FigureSheet) -> str:
    """A line where one mark ends and the next begins."""
    column, row = divmod(end, ROWS)
    height = foot - row * foot / ROWS
    d = f"M{x(column + 1):.1f} 0V{height:.1f}H{x(column):.1f}V{foot:.1f}"
    return sheet.pen.line(d, "paper", 2.4)


def grout(columns: int, x: Scale, foot: float) -> str:
    """The lines between stones."""
    upright = "".join(f"M{x(n):.1f} 0V{foot:.1f}" for n in range(1, columns))
    return upright + "".join(f"M0 {foot * n / ROWS:.1f}H{x.end:.1f}" for n in range(1, ROWS))


def entry(series: str, marks: Sequence[FigureMark], y: float, sheet: FigureSheet) -> str:
    """A line of the key: how it looks, what it is, how many stones."""
    own = [mark for mark in marks if mark.series == series]
    known = [mark.value for mark in own if mark.value is not None]
    count = sheet.number(round(sum(known), sheet.digits) if known else None)
    sign = sheet.pen.bar(0, y - 13, 16, 16, fill(series, sheet))
    return sign + sheet.pen.words(26, y, f"{own[0].name}: {count} {own[0].unit}", ink="ink")
