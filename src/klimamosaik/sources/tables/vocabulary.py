"""The words of office tables, from vocabulary.yaml."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from klimamosaik.sources.tables.hints import Role
from klimamosaik.terms.carrier import Carrier

BRACKET = re.compile(r"\s*[\[({<]\s*([^\])}>]*)\s*[\])}>]")


@dataclass(frozen=True)
class Vocabulary:
    """Compiled patterns."""

    roles: tuple[tuple[Role, re.Pattern[str]], ...]
    carriers: tuple[tuple[Carrier, re.Pattern[str]], ...]
    general: frozenset[Carrier]
    not_carriers: re.Pattern[str]
    units: tuple[tuple[str, re.Pattern[str]], ...]  # symbol, whole-word pattern
    other_units: re.Pattern[str]
    totals: re.Pattern[str]
    footers: re.Pattern[str]
    consumption: re.Pattern[str]
    nowhere: re.Pattern[str]
    area_kinds: tuple[tuple[str, re.Pattern[str]], ...]
    qualities: tuple[tuple[str, frozenset[str]], ...]


@cache
def vocabulary() -> Vocabulary:
    """Read and compile the words once."""
    written = resources.files("klimamosaik.sources.tables") / "vocabulary.yaml"
    words = yaml.safe_load(written.read_text(encoding="utf-8"))
    return Vocabulary(
        roles=tuple((Role(name), _any(patterns)) for name, patterns in words["roles"].items()),
        carriers=tuple((Carrier(n), _any(patterns)) for n, patterns in words["carriers"].items()),
        general=frozenset(Carrier(name) for name in words["general"]),
        not_carriers=re.compile(words["not_carriers"]),
        units=tuple((symbol, _whole(names)) for symbol, names in words["units"].items()),
        other_units=re.compile(rf"^(?:{'|'.join(words['other_units'])})$"),
        totals=re.compile(words["totals"]),
        footers=re.compile(words["footers"]),
        consumption=re.compile(words["consumption"]),
        nowhere=_any(words["nowhere"]),
        area_kinds=tuple((kind, re.compile(each)) for kind, each in words["area_kinds"].items()),
        qualities=tuple((name, frozenset(each)) for name, each in words["qualities"].items()),
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def _whole(names: list[str]) -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(names)})$")


def role_of(header: str) -> Role | None:
    """The role a header names."""
    plain = plain_header(header).lower()
    last = plain.rsplit(" · ", 1)[-1]
    for text in dict.fromkeys((plain, last)):
        for role, pattern in vocabulary().roles:
            if pattern.search(text):
                return role
    return None


def carrier_of(text: str) -> Carrier | None:
    """The energy carrier a header, file name or cell names."""
    lower = vocabulary().not_carriers.sub(" ", text.lower().replace("_", " "))
    for carrier, pattern in vocabulary().carriers:
        if pattern.search(lower):
            return carrier
    return None


def unit_of(text: str) -> str | None:
    """The unit a cell consists of, as in terms.UNITS; None for anything else."""
    lower = text.strip().strip("[]()").strip().lower()
    for symbol, pattern in vocabulary().units:
        if pattern.match(lower):
            return symbol
    return None


def is_unit(text: str) -> bool:
    """True where a cell is a unit of any kind."""
    lower = text.strip().strip("[]()").strip().lower()
    return unit_of(text) is not None or bool(vocabulary().other_units.match(lower))


def unit_in(header: str) -> str | None:
    """The unit a header gives: in brackets, after "in" or as its last word."""
    bracketed = [unit_of(inside) for inside in BRACKET.findall(header)]
    if any(bracketed):
        return next(unit for unit in bracketed if unit)
    if BRACKET.search(header) and any(is_unit(inside) for inside in BRACKET.findall(header)):
        return None
    words = re.split(r"[\s_/,;:\-]+", header.strip())
    if len(words) > 1 and re.search(r"/\s*\S+$", header) and is_unit(header.split()[-1]):
        return None  # kWh/m² is no unit of consumption
    for word in (words[-1], words[0]):
        found = unit_of(word)
        if found and (len(word) > 1 or len(words) == 1):
            return found
    return None


def plain_header(header: str) -> str:
    """The header without units in brackets or behind."""
    text = BRACKET.sub(lambda match: "" if is_unit(match[1]) else match[0], header)
    text = re.sub(r"(?i)[\s_]+in\s+(\S+)$", lambda m: "" if is_unit(m[1]) else m[0], text)
    text = re.sub(r"[\s_]+(\S+)$", lambda m: "" if is_unit(m[1]) and len(m[1]) > 1 else m[0], text)
    return re.sub(r"\s+", " ", text).strip(" :*")
