"""Why a public figure says something else than before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from klimamosaik.publication.kernel.periods import written_period
from klimamosaik.terms.text import LANGUAGES, Text, first_few

SHORT = 16  # characters that tell the measured values of a period apart
DAY = len("2026-11-28")
METHOD = Text("Neue Rechenmethode: {method}.", "New method of computing: {method}.")
CORRECTED = Text(  # readings, or what they are counted with: carrier, area, factor
    "Berichtigte Werte: {periods}.", "Corrected values: {periods}."
)
DATA = Text(  # of weather and bills nothing measured changes below a figure
    "Neue oder berichtigte Werte, auch von Wetter oder Rechnungen.",
    "New or corrected values, also of weather or bills.",
)
PUBLISHED = Text(
    "Was dazu veröffentlicht ist, hat sich geändert.", "What is published of it has changed."
)
LIVE = Text(  # nobody is told: the figure goes on as it did
    "Ein neuer Messwert ist da.", "A new reading has come."
)
STATED = Text("Neue Angaben der Gemeinde.", "New statements of the municipality.")

REWORKED = Text(  # where neither readings nor the method are others
    "Die Wirkung ist neu gerechnet: aus anderen Vergleichsjahren oder mit anderen Angaben zur "
    "Maßnahme.",
    "The effect is worked out anew: from other years of comparison or with other facts of the "
    "measure.",
)


@dataclass(frozen=True)
class Stated:
    """What a figure says at a moment, as far as it is kept."""

    digest: str  # of all its values and its headline
    measured: Mapping[str, str]  # by past period and series: digest of its values that are given
    method: str
    data_version: int
    beside_live: str = ""  # digest of all but the newest reading; "": none of a series goes on


def digest_of(values: Iterable[Any]) -> str:
    """The same for the same values only."""
    return hashlib.sha256(json.dumps(list(values), sort_keys=True).encode()).hexdigest()


def measured_of(rows: Iterable[tuple[str, Any]], today: date | None) -> dict[str, str]:
    """A digest of the given values of each period that is over and series: "2024-03 heat".

    rows: each with its period and series, by a space. today: None where all are over.
    """
    found: dict[str, list[Any]] = {}
    for key, row in rows:
        period = period_of(key)
        if period and (today is None or period < today.isoformat()[: len(period)]):
            found.setdefault(key, []).append(row)
    return {key: digest_of(values)[:SHORT] for key, values in found.items()}


def period_of(key: str) -> str:
    """The period of a period and series."""
    return key.partition(" ")[0]


def reason(before: Stated, now: Stated, *, published: bool) -> Text:
    """Why a figure says something else; `published`: what it is made of became another."""
    if now.method != before.method and now.method:
        return METHOD.format(method=now.method)
    changed = [
        period_of(key)[:DAY]
        for key, digest in before.measured.items()
        if now.measured.get(key, digest) != digest
    ]
    if changed and not published:
        return CORRECTED.format(periods=periods_said(list(dict.fromkeys(changed))))
    if published:
        return PUBLISHED
    if now.beside_live and now.beside_live == before.beside_live:
        return LIVE
    return DATA if now.data_version != before.data_version else STATED


def periods_said(periods: list[str]) -> Text:
    """The first few periods in words."""
    return Text(
        *(first_few(written_period(each, language) for each in periods) for language in LANGUAGES)
    )
