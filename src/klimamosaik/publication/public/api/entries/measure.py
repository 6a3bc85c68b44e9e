"""Measures: what was done, what it brought, what was learned."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator

from klimamosaik.publication.public.api.entries.values import (
    EUR_PER_TONNE,
    ApiEntity,
    Energy,
    Euro,
    SaidText,
    Share,
    Tonnes,
    UnitValue,
    described,
    known_value,
    taken,
)
from klimamosaik.publication.queries.paths import measure_path
from klimamosaik.publication.queries.results import PublicMeasure
from klimamosaik.terms.change_verdict import ChangeVerdict
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text


class NamedEntry(ApiEntity):
    """Something with its identifier."""

    id: int
    name: str


def named(pairs: Iterable[object]) -> list[object]:
    """Pairs of identifier and name as entries."""
    return [
        NamedEntry(id=pair[0], name=pair[1]) if isinstance(pair, tuple) else pair for pair in pairs
    ]


Named = Annotated[list[NamedEntry], BeforeValidator(named)]


class SignEntry(ApiEntity):
    """What shows whether a measure works, also where it got worse."""

    id: int
    name: SaidText
    unit: str
    before: Annotated[float | None, described(Text("vor der Maßnahme", "before the measure"))]
    newest: Annotated[float | None, described(Text("neuester Wert", "newest value"))]
    newest_on: date | None
    wanted: Annotated[float | None, described(Text("Zielwert", "wanted value"))]
    reached: Annotated[
        bool | None,
        described(Text("leer: ohne Ziel oder unbekannt", "null: no target, or unknown")),
    ]
    figure: Annotated[str, described(Text("Schlüssel ihrer Zahl", "key of its figure"))]
    turn: Annotated[
        ChangeVerdict,
        described(
            Text(
                "seit vor der Maßnahme schlechter (worse), besser (better), gleich (same), anders "
                "(changed), unbekannt (unknown)",
                "since before the measure worse, better, the same, changed or unknown",
            )
        ),
    ]
    said: Annotated[SaidText, described(Text("dasselbe in Worten", "the same in words"))]


class LessonEntry(ApiEntity):
    """What was learned."""

    day: date
    stopped: Annotated[
        bool, described(Text("die Maßnahme wurde gestoppt", "the measure was stopped"))
    ]
    expected: str
    seen: str
    cause: str
    advice: str


class EffectEntry(ApiEntity):
    """What a measure really changed."""

    id: Annotated[int, described(Text("Kennung der Maßnahme", "identifier of the measure"))]
    name: str
    said: Annotated[SaidText, described(Text("in einem Satz", "in one sentence"))]
    saved: Annotated[
        Energy,
        described(
            Text(
                "Einsparung im Zeitraum der Messung; unter null: mehr verbraucht",
                "saving over the days measured; below zero: more was used",
            )
        ),
    ]
    share: Annotated[
        Share,
        described(
            Text("Anteil am erwarteten Verbrauch", "share of the use that was to be expected")
        ),
    ]
    tonnes: Annotated[Tonnes, described(Text("Minderung im Jahr", "reduction a year"))]
    verdict: Annotated[
        Verdict,
        described(Text("was die Spanne hergibt", "what the range says")),
    ]
    grade: Annotated[SaidText, described(Text("Nachweisklasse", "evidence class"))]
    grade_code: str
    gate: Annotated[
        SaidText | None,
        described(Text("Kriterium und was daraus wurde", "criterion and what became of it")),
    ]
    eur_per_t: UnitValue
    withheld: Annotated[
        SaidText | None, described(Text("warum nichts gesagt wird", "why nothing is told"))
    ]
    figure: Annotated[str, described(Text("Schlüssel der Zahl", "key of its figure"))]
    method: str
    data_version: int


class ContactEntry(ApiEntity):
    """Who answers questions on a measure: a function, never a name."""

    role: SaidText
    organisation: str
    desk: str
    confirmed: Annotated[date | None, described(Text("zuletzt bestätigt am", "last confirmed on"))]


class MeasureEntry(EffectEntry):
    """A measure."""

    key: Annotated[str, described(Text("Nummer im Plan", "number in the plan"))]
    phase: SaidText
    stopped: bool
    field: Annotated[SaidText, described(Text("Handlungsfeld", "field of action"))]
    field_code: str
    aim: str
    done: Annotated[str, described(Text("was getan wurde", "what was done"))]
    start: date | None
    end: date | None
    next_decision: date | None
    undecided_since: Annotated[
        date | None, described(Text("Entscheidung war fällig", "decision was due"))
    ]
    decided_by: Annotated[SaidText | None, described(Text("wer entschieden hat", "who decided"))]
    decides: Annotated[SaidText | None, described(Text("wer als Nächstes", "who decides next"))]
    cost: Euro
    short: Annotated[SaidText, described(Text("in wenigen Worten", "in a few words"))]
    more: Annotated[list[SaidText], described(Text("woher man es weiß", "how it is known"))]
    indicators: Annotated[
        list[SignEntry], described(Text("veröffentlichte Kennzahlen", "published indicators"))
    ]
    lessons: list[LessonEntry]
    buildings: Annotated[Named, described(Text("veröffentlichte Gebäude", "published buildings"))]
    organisation: str
    desk: Annotated[str, described(Text("Funktion, die antwortet", "the role that answers"))]
    contacts: Annotated[
        list[ContactEntry],
        described(Text("fachlich und organisatorisch", "professional, organisational")),
    ]
    example: Annotated[
        bool, described(Text("andere dürfen sie übernehmen", "others may take it over"))
    ]
    obstacles: Annotated[
        str, described(Text("Hindernisse eines Beispiels", "obstacles of an example"))
    ]
    since: Annotated[datetime, described(Text("öffentlich seit", "public since"))]
    page: Annotated[str, described(Text("Adresse ihrer Seite", "address of its page"))]


def measure_entry(one: PublicMeasure, ags: str) -> MeasureEntry:
    """A measure of a municipality."""
    return taken(MeasureEntry, one, page=measure_path(ags, one.id), eur_per_t=price_of(one))


def effect_entry(one: PublicMeasure) -> EffectEntry:
    """What a measure really changed."""
    return taken(EffectEntry, one, eur_per_t=price_of(one))


def price_of(one: PublicMeasure) -> UnitValue:
    """What a tonne of it costs, known as its result says."""
    return known_value(one.eur_per_t, EUR_PER_TONNE, one.price_known_by)
