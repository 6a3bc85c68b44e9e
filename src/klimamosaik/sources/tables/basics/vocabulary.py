"""The words of office tables, from vocabulary.yaml."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from klimamosaik.sources.sheets.words import any_of, whole, words_in
from klimamosaik.sources.tables.basics.header_scales import without_calorific_value, without_scales
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction

WHOLE = (  # lists of words that are whole cells
    *("tariffs", "zones", "weekdays", "flags"),
    *("money", "euro", "forecasts", "actuals"),
)
WORD = re.compile(r"[^\W\d_]{3,}")
BRACKET = re.compile(r"\s*[\[({<]\s*([^\])}>]*)\s*[\])}>]")


@dataclass(frozen=True)
class TableVocabulary:
    """Compiled patterns."""

    roles: tuple[tuple[ColumnRole, re.Pattern[str]], ...]
    carriers: tuple[tuple[Carrier, re.Pattern[str]], ...]
    general: frozenset[Carrier]
    not_carriers: re.Pattern[str]
    units: tuple[tuple[str, re.Pattern[str]], ...]  # symbol, whole-word pattern
    other_units: re.Pattern[str]
    totals: re.Pattern[str]
    footers: re.Pattern[str]
    consumption: re.Pattern[str]
    place_ends: re.Pattern[str]
    nowhere: re.Pattern[str]
    area_kinds: tuple[tuple[str, re.Pattern[str]], ...]
    qualities: tuple[tuple[str, frozenset[str]], ...]
    directions: tuple[tuple[Direction, re.Pattern[str]], ...]
    either_way: re.Pattern[str]
    perhaps_stored: re.Pattern[str]
    tariffs: re.Pattern[str]
    zones: re.Pattern[str]
    weekdays: re.Pattern[str]
    flags: re.Pattern[str]
    money: re.Pattern[str]
    forecasts: re.Pattern[str]
    actuals: re.Pattern[str]
    euro: re.Pattern[str]


@cache
def vocabulary() -> TableVocabulary:
    """Read and compile the words once."""
    words = words_in("klimamosaik.sources.tables")
    return TableVocabulary(
        roles=tuple(
            (ColumnRole(name), any_of(patterns)) for name, patterns in words["roles"].items()
        ),
        carriers=tuple((Carrier(n), any_of(patterns)) for n, patterns in words["carriers"].items()),
        general=frozenset(Carrier(name) for name in words["general"]),
        not_carriers=re.compile(words["not_carriers"]),
        units=tuple((symbol, whole(names)) for symbol, names in words["units"].items()),
        other_units=whole(words["other_units"]),
        totals=re.compile(words["totals"]),
        footers=re.compile(words["footers"]),
        consumption=re.compile(words["consumption"]),
        place_ends=re.compile(words["place_ends"]),
        nowhere=re.compile(rf"(?!{words['place_ends']}$)(?:{'|'.join(words['nowhere'])})"),
        area_kinds=tuple((kind, re.compile(each)) for kind, each in words["area_kinds"].items()),
        qualities=tuple((name, frozenset(each)) for name, each in words["qualities"].items()),
        directions=tuple((Direction(n), any_of(each)) for n, each in words["directions"].items()),
        either_way=any_of(words["either_way"]),
        perhaps_stored=any_of(words["perhaps_stored"]),
        **{name: whole(words[name]) for name in WHOLE},
    )


LONGEST = 2_000  # characters; what is longer names no column
NO_READING = re.compile(  # words that outweigh every other word of a header
    r"bereinigt|(?:witterungs|klima|wetter)ber\b|(?:witterungs|klima)korr|\bnormiert|"
    r"weather.?(?:normali|adjust|correct)|raumtemp|room temp|indoor|innentemp|vorlauf|"
    r"\b[vr]l[-_ ]?temp|"
    r"rücklauftemp|(?:supply|return|flow) temp|\bdew|taupunkt|\b(?:hi|low) (?:· )?temp|"
    r"\bplan(?:wert)?\b|\btemp attributes|"
    r"\bsoll(?:wert)?\b|prognose|forecast"
)


@lru_cache(maxsize=10_000)
def role_of(header: str) -> ColumnRole | None:
    """The role a header names."""
    if len(header) > LONGEST:
        return None
    plain = plain_header(header).lower()
    last = plain.rsplit(" · ", 1)[-1]
    if NO_READING.search(plain.replace("_", " ")):
        return ColumnRole.IGNORED
    for text in dict.fromkeys((plain, last, plain.replace("_", " "))):
        for role, pattern in vocabulary().roles:
            if pattern.search(text):
                return role
    return None


@lru_cache(maxsize=10_000)
def carrier_of(text: str) -> Carrier | None:
    """The energy carrier a header, file name or cell names.

    A word of its own outweighs a part of another: "Wasserwerk Strom", "Rathaus Holzheim Wasser".
    """
    lower = vocabulary().not_carriers.sub(" ", text.lower().replace("_", " "))
    named = [pair for pair in vocabulary().carriers if pair[1].search(lower)]
    if not named or named[0][0] in vocabulary().general:
        return named[0][0] if named else None
    words = set(re.findall(r"\w+", lower))
    alone = (
        carrier for carrier, pattern in named
        if words & {found[0] for found in pattern.finditer(lower)}
    )  # fmt: skip
    return next(alone, named[0][0])


@lru_cache(maxsize=10_000)
def unit_of(text: str) -> str | None:
    """The unit a cell consists of, as in terms.UNITS; None for anything else."""
    for written in dict.fromkeys((_bare(text), _bare(without_calorific_value(text)))):
        if found := next(
            (unit for unit, known in vocabulary().units if known.match(written)), None
        ):
            return found
    return None


def _bare(text: str) -> str:
    """Small letters without the brackets around them."""
    return text.strip().strip("[](){}<>").strip().lower()


def is_unit(text: str) -> bool:
    """True where a cell is a unit of any kind."""
    return unit_of(text) is not None or bool(vocabulary().other_units.match(_bare(text)))


def is_money(text: str, *, euro: bool = False) -> bool:
    """True where a cell or word is a currency; with `euro` only that one."""
    words = vocabulary().euro if euro else vocabulary().money
    return bool(words.match(_bare(text)))


def units_within(header: str) -> list[str]:
    """What stands in a header where units stand: in brackets, as its last words, first, alone."""
    inside = [text.strip() for text in BRACKET.findall(header)]
    bare = BRACKET.sub(" ", header)
    parts = re.split(r"[\s_,;:]+", bare.strip())
    words = [word for word in parts if word]
    ends = [words[-1], words[0]] if words else []
    if len(words) > 1:
        ends.insert(0, " ".join(words[-2:]))  # "Strom in Tausend kWh" is no kWh
    if len(words) > 2:
        ends.append(words[-2])  # "Wirkenergie Wh (A)", "Verbrauch kWh HT"
    return [*inside, *ends]


def unit_in(header: str) -> str | None:
    """The unit a header gives: in brackets, after "in", as its last, first or last but one word."""
    if re.search(r"(?i)watt[-_ ]hours?", header):
        return "kWh" if re.search(r"(?i)kilo|\bk", header) else "Wh"
    words = header.split()
    if len(words) > 1 and re.search(r"/\s*\S+$", header) and is_unit(words[-1]):
        return unit_of(words[-1])  # kWh/m² is no unit of consumption, kWh/h is kW
    inside = [text.strip() for text in BRACKET.findall(header)]
    for text in inside:
        if found := unit_of(re.sub(r"(?i)^(?:.* )?in ", "", text)):
            return found
    if any(is_money(text) or (is_unit(text) and len(text) > 1) for text in inside):
        return None
    for text in units_within(header)[len(inside) :]:
        found = unit_of(text)
        behind = len(words) == 1 and header.strip().endswith(text)  # "temp_c", not "c_total"
        if found is not None and (len(text) > 1 or behind):
            return found
    return None


def strange_unit(header: str) -> str | None:
    """What stands in brackets like a unit but is none that is known: "Verbrauch (Zoll)"."""
    bracketed: list[str] = BRACKET.findall(header)
    if rate := RATE.search(header):
        bracketed.append(rate[0])
    for text in map(str.strip, bracketed):
        if "/" in text and unit_of(text.partition("/")[0]) and not is_unit(text):
            return text  # of a unit we know, and yet another: kWh/a, m³/Woche
        looks = re.fullmatch(r"[A-Za-zµ°²³/·*%^.-]{1,7}\d?", text)
        if looks and not re.fullmatch(r"[A-Z][a-z]{5,}|ID\d?", text) and not _is_word(text):
            return text
    return None


def other_unit(header: str) -> str | None:
    """A known unit of something else than energy, volume or temperature: kVArh, €, %."""
    if unit_in(header):
        return None
    inside = {text.strip() for text in BRACKET.findall(header)}
    phase = bool(re.search(r"(?i)\bl[123]\b|phase", header))
    for text in units_within(header):
        alone = len(text) > 1 or text in inside or text in SIGNS or (phase and text in ("A", "V"))
        if unit_of(text) is None and is_unit(text) and alone:
            return text
    return None


RATE = re.compile(r"(?<=\s)[^\s/()\[\]]{1,4}/[^\W\d]\w{0,8}$")  # last word: "Gas kWh/a"
TEMPERATURES = ("°C", "°F", "K")
SIGNS = ("%", "€", "$", "£")


def _is_word(text: str) -> bool:
    """A word of the subject, a phase or a direction: no unit."""
    lower = text.lower()
    known = (carrier_of(text), role_of(text), direction_of(text))
    plain = vocabulary().tariffs.match(lower) or vocabulary().nowhere.fullmatch(lower)
    phase = re.fullmatch(r"l[123]|[abc]|phase.*|netto|brutto|nord|süd|ost|west|alt|neu", lower)
    return any(known) or bool(plain) or bool(phase) or is_unit(text)


def names_a_place(header: str) -> bool:
    """True where a word is left that tells where: "Zählerstand Strom Bauhof"."""
    words = WORD.findall(header.lower())
    return any(not (_says_what(word) or vocabulary().nowhere.fullmatch(word)) for word in words)


def _says_what(word: str) -> bool:
    return carrier_of(word) is not None or role_of(word) is not None or is_unit(word)


def direction_of(text: str) -> Direction | None:
    """The way energy flows that a header, cell or name speaks of; None where it is silent.

    Where drawn and generated or fed in are both spoken of ("Verbrauch Solarhaus", "Bezug +,
    Einspeisung -"), it is silent too.
    """
    lower = text.lower().replace("_", " ")
    found = [way for way, pattern in vocabulary().directions if pattern.search(lower)]
    if Direction.DRAWN in found and found[0] in (Direction.GENERATED, Direction.FED_IN):
        return None
    return found[0] if found else None


def place_in(header: str) -> str | None:
    """What is left of a header that tells tariff, register or direction besides: the place.

    "" where nothing is left; None where the header tells nothing of the kind.
    """
    words = re.findall(r"[^\s_;:()\[\]]+", BRACKET.sub(" ", plain_header(header)))
    way = direction_of(header)
    marks = {word for word in words if _is_mark(word, way)}
    if not marks and way is None:
        return None
    left = [word for word in words if not (word in marks or _says_how(word))]
    return " ".join(left) if any(re.search(r"[^\W\d_]{3}", word) for word in left) else ""


def _is_mark(word: str, way: Direction | None) -> bool:
    """True for a tariff, a phase or a direction. way: of all words; "Laden Süd" stores nothing."""
    phase = re.fullmatch(r"(?i)l[123]|phase", word)
    told = direction_of(word)
    building = told is Direction.STORED and way is not told
    return is_tariff(word) or bool(phase) or (told is not None and not building)


def _says_how(word: str) -> bool:
    lower = word.lower().strip(".,-/")
    known = (carrier_of(word), role_of(word), vocabulary().nowhere.fullmatch(lower))
    return any(known) or is_unit(word) or not re.search(r"[^\W\d_]", lower)


STRONG = re.compile(
    r"(?i)einspeis|eingespeist|rückspeis|feed[-_ ]?in\b|teruglever|"
    r"pv[-_ ]?(?:erzeugung|anlage|ertrag)|photovoltaik|eigenerzeugung|stromerzeugung"
)


def direction_of_name(text: str) -> Direction | None:
    """The direction that the name of a file, title or building speaks of beyond doubt."""
    return direction_of(text) if STRONG.search(text) else None


def is_tariff(cell: str) -> bool:
    """True for HT, NT, day, night, P1 ..."""
    return bool(vocabulary().tariffs.match(cell.strip().lower()))


def plain_header(header: str) -> str:
    """The header without units in brackets or behind, and what they say of the size of values."""
    header = header[:LONGEST]
    if unit_in(header):
        header = without_scales(header)
    text = BRACKET.sub(
        lambda match: "" if unit_in(match[0]) or is_unit(match[1]) else match[0], header
    )
    text = re.sub(r"(?i)[\s_]+in\s+([^\s()\[\]]+)$", lambda m: "" if is_unit(m[1]) else m[0], text)
    text = re.sub(r"[\s_]+(\S+)$", lambda m: "" if is_unit(m[1]) and len(m[1]) > 1 else m[0], text)
    return re.sub(r"\s+", " ", text).strip(" :*·")
