"""Columns of cells -> numbers: decimal comma or point is decided by the column as a whole."""

from dataclasses import dataclass

import polars as pl

from klimamosaik.terms.text import Text

# fmt: off
MISSING = frozenset({
    "", "-", "–", "—", "--", "---", "k.a.", "k. a.", "k.a", "ka", "n/a", "n.a.", "na", "nan",
    "null", "none", "nil", "#nv", "#n/a", "#na", "#wert!", "#value!", "#div/0!", "#bezug!",
    "#ref!", "#name?", "#null!", "#zahl!", "#num!", "keine angabe", "keine daten", "fehlt",
    "fehlend", "unbekannt", "n.v.", "n. v.", "nv", ".", "...", "…", "/", "?", "leer", "missing",
    "unknown", "no data", "ausfall",
})
# fmt: on
SPACES = r"[\s\u00a0\u2007\u2009\u202f'’´`_]"  # between groups of three digits, and around
UNITS_BEHIND = (
    "kwh|mwh|gwh|wh|kw|mw|tj|gj|mj|kcal|kbtu|mmbtu|btu|therms?|m³|m3|nm³|cbm|m²|m2|qm|liter|dl|hl|"
    "ccf|mcf|ft³|ft3|°c|°f|degc|degf|€|eur|euro|chf|usd|\\$|£|%|ct"
)
UNIT_BEHIND = rf"(?i)\d\s*({UNITS_BEHIND}|(?:\b|\s)(?:l|k|w|c))\.?\s*$"  # group 1: the unit
SUFFIX = rf"(?i)\s*(?:{UNITS_BEHIND}|l|k|w)\.?$"
MARKED = (  # behind a number that is estimated, or has a footnote: "100*", "120 (E)", "90 1)"
    r"(?i)(\d)(?:[¹²³⁴⁵⁶⁷⁸⁹⁾]+|\s+\d\)|\s*\*{1,3}\)?|\s*\((?:\d|e|g|s|v|h|gesch(?:\.|ätzt)|ersatzwert|est(?:\.|imated)?|vorl(?:\.|äufig)"
    r"|hochgerechnet)\))\s*$"
)
CURRENCY = r"^([+-]?)\s*(?:€|\$|£|EUR|CHF|USD)\s*"  # before the amount
ABOUT = r"(?i)^(?:ca\.?|circa|etwa|rund|~|≈)\s*"  # "ca. 45.000"
PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
# No group begins with 0, "0.125" is no 125; and "E1" is no number.
GERMAN = r"^[+-]?((\d+|[1-9]\d{0,2}(\.\d{3})+|0(\.000)+)(,\d*)?|,\d+)([eE][+-]?\d{1,3})?$"
ENGLISH = r"^[+-]?((\d+|[1-9]\d{0,2}(,\d{3})+|0(,000)+)(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$"
GROUPED = {".": r"^[+-]?[1-9]\d{0,2}(\.\d{3})+$", ",": r"^[+-]?[1-9]\d{0,2}(,\d{3})+$"}
STORED = r"^-?\d+\.\d+$"  # as a workbook holds a number
BY_HAND = r"^\s*[+-]?(\d{1,3}(\.\d{3})+,\d+|\d+,(\d{1,2}|\d{4,}))\s*$"  # can be German only
LOOKED_AT = 50_000  # cells, evenly spread, that decide the notation of a long column
OTHER = {".": ",", ",": "."}


@dataclass(frozen=True)
class NumberForm:
    """How the numbers of a column are written."""

    decimal: str  # "," or "."
    why: Text
    certain: bool = True  # False: "1.234" could be both and nothing in the column decides it
    marked: bool = True  # False: whole numbers only, any mark would do


def is_missing(cells: pl.Series) -> pl.Series:
    """True for empty cells and the usual words for "no value"."""
    if cells.null_count() == len(cells):
        return pl.Series(cells.name, [True]).new_from_index(0, len(cells))
    if not cells.null_count() and cells.str.contains(r"^[^#]*\d").all():
        return pl.repeat(False, len(cells), eager=True).alias(cells.name)  # no word has a digit
    short = cells.str.len_bytes() <= 20
    words = cells.filter(short.fill_null(False)).unique()
    found = words.filter(words.str.strip_chars().str.to_lowercase().is_in(list(MISSING)))
    blank = cells.is_null() | (cells.str.strip_chars() == "")
    return blank | cells.is_in(found.implode()).fill_null(False) if len(found) else blank


def number_form(cells: pl.Series, *, default: str = ",", typed: bool = False) -> NumberForm:
    """Decide the decimal mark of a column; `default` where the column leaves it open."""
    texts = _bare(cells.gather_every(max(1, len(cells) // LOOKED_AT)))
    texts = texts.filter(_numeric(texts))  # "s. Schule" and "siehe 1)" decide nothing
    commas, dots = texts.str.contains(",", literal=True), texts.str.contains(".", literal=True)
    both = texts.filter(commas & dots)
    if len(both):
        last_comma = both.str.contains(r",[^.,]*$").sum() * 2 > len(both)
        return NumberForm("," if last_comma else ".", BOTH["," if last_comma else "."])
    if typed and not commas.any():
        return NumberForm(".", Text("als Zahlen gespeichert", "stored as numbers"))
    if not commas.any() and not dots.any():
        return NumberForm(default, Text("nur ganze Zahlen", "whole numbers only"), marked=False)
    if commas.any() and dots.any():
        return _mixed(texts.filter(commas), texts.filter(dots))
    return _one_mark(texts, "," if commas.any() else ".", default)


def parse_numbers(cells: pl.Series, decimal: str) -> pl.Series:
    """Float64 per cell; null where the cell is no number written with this decimal mark."""
    if decimal == "." and (cells.is_null() | cells.str.contains(PLAIN)).all():
        return _finite(cells.cast(pl.Float64, strict=False))
    texts = _bare(cells)
    shape = GERMAN if decimal == "," else ENGLISH
    texts = pl.select(pl.when(texts.str.contains(shape)).then(texts)).to_series().alias(cells.name)
    texts = texts.str.replace_all(OTHER[decimal], "", literal=True)
    if decimal == ",":
        texts = texts.str.replace(",", ".", literal=True)
    return _finite(texts.cast(pl.Float64, strict=False))


def typed_over(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells of a workbook: a few "1.102,5" typed as text among stored 5442.5 become 1102.5.

    Untouched where "1.102" or "1,102" stands anywhere: then one cell may be read in two ways.
    """
    by_hand = _count(frame, BY_HAND)
    if not by_hand or any(_count(frame, grouped) for grouped in GROUPED.values()):
        return frame
    if _count(frame, STORED) <= by_hand:
        return frame
    plain = pl.all().str.strip_chars().str.replace_all(".", "", literal=True)
    plain = plain.str.replace(",", ".", literal=True)
    return frame.with_columns(
        pl.when(pl.all().str.contains(BY_HAND)).then(plain).otherwise(pl.all())
    )


def _count(frame: pl.DataFrame, shape: str) -> int:
    found = frame.select(pl.all().str.contains(shape).sum())
    return sum(found.row(0)) if found.height else 0


def looks_numeric(cells: pl.Series) -> pl.Series:
    """True where a cell is a number in either notation."""
    return _numeric(_bare(cells))


def _numeric(texts: pl.Series) -> pl.Series:
    """The same of cells without units and blanks."""
    written = texts.str.contains(GERMAN) | texts.str.contains(ENGLISH)
    return (written & texts.str.contains(r"\d")).fill_null(False)


def _bare(cells: pl.Series) -> pl.Series:
    """Without blanks, thousands spaces, units behind, and with the sign in front."""
    if not cells.str.contains(r"[^0-9.,+-]").any():
        return cells if not cells.str.ends_with("-").any() else _sign(cells)
    texts = (
        cells.str.replace(MARKED, "${1}")
        .str.strip_chars()
        .str.replace(SUFFIX, "")
        .str.replace_all("−", "-", literal=True)
    )
    texts = texts.str.replace(r"^\((.*\d.*)\)$", "-${1}")  # accountants write losses in brackets
    texts = texts.str.replace(CURRENCY, "${1}").str.replace(ABOUT, "")
    return _sign(
        texts.str.replace_all(r"(\d)" + SPACES + r"+(?:(\d))", "${1}${2}").str.strip_chars()
    )


def _sign(texts: pl.Series) -> pl.Series:
    return texts.str.replace(r"^([\d.,]+)-$", "-${1}")  # SAP writes the minus behind


def _finite(numbers: pl.Series) -> pl.Series:
    finite: pl.Series = pl.select(pl.when(numbers.is_finite()).then(numbers)).to_series()
    return finite.alias(numbers.name)


BOTH = {
    ",": Text(
        "Punkte trennen Tausender, das Komma steht hinten", "points group, the comma is last"
    ),
    ".": Text(
        "Kommas trennen Tausender, der Punkt steht hinten", "commas group, the point is last"
    ),
}


def _mixed(with_comma: pl.Series, with_dot: pl.Series) -> NumberForm:
    """Commas in some cells, points in others, never both in one."""
    comma_groups = with_comma.str.contains(GROUPED[","]).all()
    dot_groups = with_dot.str.contains(GROUPED["."]).all()
    if comma_groups and not dot_groups:
        return NumberForm(".", BOTH["."])
    return NumberForm(",", BOTH[","], certain=bool(dot_groups and not comma_groups))


def _one_mark(texts: pl.Series, mark: str, default: str) -> NumberForm:
    """Only commas or only points: are they decimal marks or do they group thousands?"""
    marked = texts.filter(texts.str.contains(mark, literal=True))
    if not marked.str.contains(GROUPED[mark]).all():
        why = Text(
            "hinter „{mark}“ stehen nicht immer drei Ziffern",
            "“{mark}” is not always followed by three digits",
        ).format(mark=mark)
        return NumberForm(mark, why)
    if marked.str.count_matches(mark, literal=True).max() != 1:
        why = Text(
            "„{mark}“ kommt in einer Zahl mehrfach vor", "“{mark}” occurs repeatedly"
        ).format(mark=mark)
        return NumberForm(OTHER[mark], why)
    ungrouped = texts.str.contains(r"^[+-]?\d{4,}$").any()
    if ungrouped:
        why = Text(
            "große Zahlen stehen auch ohne Tausenderzeichen da",
            "large numbers also stand without a group mark",
        )
        return NumberForm(mark, why)
    if _below_a_thousand(texts, marked, mark):
        why = Text(
            "Zahlen unter tausend stehen ohne Zeichen da",
            "numbers below a thousand stand without a mark",
        )
        return NumberForm(OTHER[mark], why)
    why = Text(
        "„{mark}“ vor drei Ziffern kann beides sein; gelesen wie sonst in der Datei",
        "“{mark}” before three digits can be either; read as elsewhere in the file",
    ).format(mark=mark)
    return NumberForm(default, why, certain=False)


def _below_a_thousand(texts: pl.Series, marked: pl.Series, mark: str) -> bool:
    """True where 807 and 912 stand among 1.301 and 2.044: far too much to be of one kind else."""
    plain = texts.filter(texts.str.contains(r"^[+-]?\d{1,3}$")).cast(pl.Float64).abs()
    larger = plain.filter(plain >= HUNDREDS)
    decimals = marked.str.replace(mark, ".", literal=True).cast(pl.Float64).abs()
    middle = decimals.median()
    if len(larger) < 2 or not isinstance(middle, float):
        return False
    return float(larger.median()) > FAR_APART * middle  # type: ignore[arg-type]


HUNDREDS = 100.0
FAR_APART = 20.0  # times; values of one meter and grain hardly lie so far from each other
