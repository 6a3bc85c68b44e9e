"""The wall in words: one row per measure and three that add up to 1,000."""

from dataclasses import dataclass
from fractions import Fraction

from klimamosaik.drawing.course import STONES
from klimamosaik.drawing.svg import safe
from klimamosaik.mosaic.kernel import wording
from klimamosaik.mosaic.kernel.stone import Share, StoneAccount, total
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.terms.text import Language, Text
from klimamosaik.terms.tonnes import tonnes_in


@dataclass(frozen=True)
class TableSum:
    """A line under the table."""

    name: Text
    size: Fraction  # [stones]
    size_t: float  # [t CO2e/a]


@dataclass(frozen=True)
class MosaicTable:
    """The twin of the picture."""

    caption: Text
    year: int | None  # of the wall; None: not told
    rows: tuple[Share, ...]  # in the order of the wall
    sums: tuple[TableSum, ...]  # laid, planned, missing: 1,000 together; then others


def table(account: StoneAccount, year: int | None = None) -> MosaicTable:
    """The account as a table."""
    sums = [
        (Text("liegt", "laid"), account.laid),
        (Text("geplant", "planned"), account.planned),
        (Text("fehlt", "missing"), account.missing),
    ]
    further = [
        (UNDECIDED, total(account.shares, ContributionState.UNDECIDED)),
        (Text("über dem Ziel", "beyond the target"), account.beyond),
        (Text("dazugekommen", "come on top"), account.setback),
    ]
    sums += [(name, size) for name, size in further if size > 0]
    per_stone = Fraction(account.need_t) / STONES
    return MosaicTable(
        caption=CAPTION,
        year=year,
        rows=account.shares,
        sums=tuple(TableSum(name, size, float(size * per_stone)) for name, size in sums),
    )


UNDECIDED = Text("möglich, nicht beschlossen", "possible, not decided")
TABLE = "stones-table"  # id of its caption, for the picture to point at
CAPTION = Text("Die Steine als Tabelle, Maßnahme für Maßnahme", "The stones measure by measure")
WHY = Text("warum?", "why?")
HEAD = (
    Text("Maßnahme", "Measure"),
    Text("Feld", "Field"),
    Text("Stand", "State"),
    Text("t CO₂e im Jahr", "t CO₂e a year"),
    Text("Steine", "Stones"),
    Text("Spanne in Steinen", "Range in stones"),
    Text("t CO₂e", "t CO₂e"),
)
FIRST_NUMBER = 3  # column of HEAD from which figures are right-aligned


def as_html(table: MosaicTable, language: Language) -> str:
    """A plain HTML table; every text is escaped."""
    titles = [title.in_(language) for title in HEAD]
    if table.year is not None:
        titles[-1] += Text(" im Jahr {year}", " in {year}").format(year=table.year).in_(language)
    head = "".join(heading(place, title) for place, title in enumerate(titles))
    body = "".join(row_html(row, language) for row in table.rows)
    foot = "".join(sum_html(line, language) for line in table.sums)
    return (
        f'<table class="quiet"><caption id="{TABLE}">{safe(table.caption.in_(language))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody><tfoot>{foot}</tfoot></table>"
    )


def heading(place: int, title: str) -> str:
    """One column's heading."""
    number = ' class="n"' if place >= FIRST_NUMBER else ""
    return f'<th scope="col"{number}>{safe(title)}</th>'


def row_html(share: Share, language: Language) -> str:
    """One measure."""
    measure = share.measure
    name = safe(measure.name)
    if measure.href is not None:
        name = f'<a href="{safe(measure.href)}">{name}</a>'
    texts = [safe(measure.field.text.in_(language)), safe(measure.state.text.in_(language))]
    figures = [
        "–" if measure.headline_t is None else tonnes_in(measure.headline_t, language),
        wording.stones_of(share.mean, language),
        wording.range_of(share, language) if share.low < share.high else "–",
        tonnes_in(measure.tonnes.mean, language),
    ]
    if measure.why is not None:
        hidden = f'<span class="hidden"> {safe(measure.name)}</span>'
        texts[-1] += f' · <a href="{safe(measure.why)}">{WHY.in_(language)}{hidden}</a>'
    cells = "".join(f"<td>{text}</td>" for text in texts)
    cells += "".join(f'<td class="n">{figure}</td>' for figure in figures)
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def sum_html(line: TableSum, language: Language) -> str:
    """One line of the sum."""
    return (
        f'<tr><th scope="row" colspan="{FIRST_NUMBER}">{safe(line.name.in_(language))}</th>'
        f'<td class="n"></td><td class="n">{wording.stones_of(line.size, language)}</td>'
        f'<td class="n">–</td><td class="n">{tonnes_in(line.size_t, language)}</td></tr>'
    )
