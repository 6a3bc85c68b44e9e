"""Amounts as people write them: "ca. 50.000 EUR", "1,2 Mio. €", "200-300 t CO2/a"."""

import re
from dataclasses import dataclass

from klimamosaik.terms.estimate import ALL_OF_IT, Estimate
from klimamosaik.terms.written_number import number_by_mark

NUMBER = r"[+-]?\d[\d.,'’\u00a0\u202f ]*"
MOST = 1e15  # nothing planned costs or saves so much
LONGEST = 80  # characters; a longer cell is prose and no amount is taken out of it
NOTHING = frozenset({
    "", "-", "–", "—", "k.a.", "k. a.", "k.a", "ka", "n/a", "n.a.", "na", "nan", "keine angabe",
    "unbekannt", "offen", "tbd", "n.n.", "?", "/", "...", "…", "none", "null", "unknown", "n. a.",
    "nicht bekannt", "nicht quantifizierbar", "nicht bezifferbar", "noch offen",
})  # fmt: skip
SCALES = (
    (re.compile(r"(?i)\b(?:mrd|milliarden?|billion)"), 1e9),
    (re.compile(r"(?i)\b(?:mio|million(?:en)?|m€|mill)\b\.?|m€"), 1e6),
    (re.compile(r"(?i)\b(?:tsd|tausend|thousand|teur|t€|t eur|k€|keur)\b\.?|t€|k€"), 1e3),
)
MONEY = re.compile(r"(?i)€|eur\b|euro")
YEARLY = re.compile(
    r"(?i)/\s*(?:a|jahr|year|yr)\b|p\.?\s?a\b|pro jahr|jährlich|per year|a year|annual"
)
ABOUT = re.compile(
    r"(?i)^(?:ca\.?|rund|etwa|circa|zirka|knapp|gut|bis zu|max\.?|maximal|min\.?|mind\.?|mindestens"
    r"|approx\.?|about|up to|around|über|~|≈|>|<|≥|≤|geschätzt|je|\()+\s*",
)
REST = re.compile(
    r"(?i)(?:€|eur(?:o)?\b|mio\.?|mrd\.?|tsd\.?|teur|keur|million(?:en)?|tausend|thousand|tonnen|tons?"
    r"|[tk]?wh|[mg]wh|\bt\b|co\s?2\s?(?:-?(?:eq|äq|e|äquivalente?))?|co₂e?|/\s*(?:a|jahr|year|yr)|p\.?\s?a\.?"
    r"|pro jahr|jährlich|per year|im jahr|\(?brutto\)?|\(?netto\)?|einmalig|jahr|gesamt|insgesamt"
    r"|ca\.?|rund|bis|[-–—/().,:*~±]|\s|vzä|stellen?|tage|days|fte|einsparung|minderung|geschätzt|%)+"
)
UNTIL_A_YEAR = re.compile(  # "9.000 t bis 2040": the year is no end of a range
    r"(?i)\d[^\d]*[a-z€][^\d]*\b(?:bis|to|until|by)\s+(?:19|20)\d\d[\s).]*$"
)


@dataclass(frozen=True)
class WrittenAmount:
    """An amount, as written and as numbers."""

    figure: Estimate  # from the least to the most it says; without a unit
    yearly: bool  # the text says "a year"
    exact: bool  # False: "about", a range, or rounded words


def is_nothing(cell: str) -> bool:
    """True for an empty cell and the usual words for "no value"."""
    return cell.strip().lower().strip("()") in NOTHING


def number(text: str, decimal: str) -> float | None:
    """One number; `decimal` decides where "1.234" could be both."""
    found = number_by_mark(text.strip().rstrip(".,"), decimal)
    return float(found) if found is not None and abs(found) < MOST else None


def amount(cell: str, *, decimal: str = ",", scale: float = 1.0) -> WrittenAmount | None:
    """The amount a cell consists of; None where it is prose, empty or holds several amounts.

    scale: what the heading says the numbers are in, e.g. 1000 for "Tsd. €".
    """
    text = cell.strip()
    if not text or len(text) > LONGEST:
        return None
    text = re.sub(r"(?i)co\s?[2₂]", "CO", text)
    body = ABOUT.sub("", text)
    found = [each.group() for each in re.finditer(NUMBER, body)]
    if not 1 <= len(found) <= 2 or REST.sub("", re.sub(NUMBER, "", body).replace("CO", "")):
        return None
    if UNTIL_A_YEAR.search(body):
        return None
    between = re.search(r"\d[\d.,]*[^\d.,]*(?:-|–|—|bis|to)\s*[^\d]{0,6}\d", body)
    numbers = [number(each.lstrip("+-") if at else each, decimal) for at, each in enumerate(found)]
    if None in numbers or (len(numbers) == 2 and between is None):
        return None
    factor = scale * next((size for words, size in SCALES if words.search(body)), 1.0)
    values = sorted(each * factor for each in numbers if each is not None)
    low, high = values[0], values[-1]
    figure = Estimate((low + high) / 2, low, high, confidence=ALL_OF_IT)
    return WrittenAmount(figure, bool(YEARLY.search(text)), text == body and low == high)


def scale_of(heading: str) -> float:
    """What a heading says its numbers are in: "Kosten [Tsd. €]" are thousands."""
    if not MONEY.search(heading) and "[" not in heading and "(" not in heading:
        return 1.0
    return next((size for words, size in SCALES if words.search(heading)), 1.0)


def counts_in_words(text: str) -> bool:
    """True where an amount says its size in words, as "3,5 Tsd." does; `amount` reads it."""
    return any(words.search(text) for words, _ in SCALES)


def says_yearly(text: str) -> bool:
    """True where words say that an amount is one of a year: "/a", "pro Jahr", "per year"."""
    return YEARLY.search(text) is not None


def effect_unit(text: str) -> tuple[str, float] | None:
    """The unit of an effect and what to multiply with; None where the text names none."""
    lower = text.lower()
    if re.search(r"\bgwh", lower):
        return "MWh/a", 1000.0
    if re.search(r"\bmwh", lower):
        return "MWh/a", 1.0
    if re.search(r"\bkwh", lower):
        return "MWh/a", 0.001
    if re.search(r"co\s?[2₂]|thg|ghg|treibhausgas|\bt/a|tonnen|tons?\b|emission", lower):
        # "[1.000 t]" of a heading is a unit; "1.000 t" in a cell is the amount itself
        thousand = re.search(r"\bkt\b|tsd\.? ?t|[\[(](?:in )?1\.?000 ?t|tausend t", lower)
        kilograms = re.search(r"\bkg\b", lower)
        return "t CO2e/a", 1000.0 if thousand else 0.001 if kilograms else 1.0
    return None


def opening_amount(text: str, *, decimal: str = ",") -> tuple[str, WrittenAmount] | None:
    """The amount in tonnes a longer text answers with: at the beginning of a line of its own.

    A number inside a sentence may be anything; it is left to the reader.
    """
    lines = text.split("\n")
    for before, line in zip(["", *lines], lines, strict=False):
        if before and not re.search(r"[.?!:)]\s*$", before):
            continue
        found = re.match(
            rf"(?i)\s*(?:ca\.?|rund|etwa)?\s*({NUMBER})\s*(?:t|tonnen)\s*co\s?[2₂]?(?:e|-äq\.?)?\s*"
            r"(?:/\s*(?:a|jahr)|pro jahr|p\.\s?a)", line,
        )  # fmt: skip
        if found and (value := number(found[1], decimal)) is not None:
            figure = Estimate(value, value, value, confidence=ALL_OF_IT)
            return found.group().strip(), WrittenAmount(figure, yearly=True, exact=False)
    return None
