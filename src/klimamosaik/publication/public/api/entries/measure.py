"""Measures: what was done, what it brought, what was learned."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator

from klimamosaik.publication.public.api.entries.values import (
    ApiEntity,
    Energy,
    Euro,
    EuroPerTonne,
    SaidText,
    Share,
    Tonnes,
    taken,
    told,
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
    before: Annotated[float | None, told(Text("vor der Maßnahme", "before the measure"))]
    newest: Annotated[float | None, told(Text("neuester Wert", "newest value"))]
    newest_on: date | None
    wanted: Annotated[float | None, told(Text("Zielwert", "wanted value"))]
    reached: Annotated[
        bool | None, told(Text("leer: ohne Ziel oder unbekannt", "null: no target, or unknown"))
    ]
    figure: Annotated[str, told(Text("Schlüssel ihrer Zahl", "key of its figure"))]
    turn: Annotated[
        ChangeVerdict,
        told(
            Text(
                "seit vor der Maßnahme schlechter (worse), besser (better), gleich (same), anders "
                "(changed), unbekannt (unknown)",
                "since before the measure worse, better, the same, changed or unknown",
            )
        ),
    ]
    said: Annotated[SaidText, told(Text("dasselbe in Worten", "the same in words"))]


class LessonEntry(ApiEntity):
    """What was learned."""

    day: date
    stopped: Annotated[bool, told(Text("die Maßnahme wurde gestoppt", "the measure was stopped"))]
    expected: str
    seen: str
    cause: str
    advice: str


class EffectEntry(ApiEntity):
    """What a measure really changed."""

    id: Annotated[int, told(Text("Kennung der Maßnahme", "identifier of the measure"))]
    name: str
    said: Annotated[SaidText, told(Text("in einem Satz", "in one sentence"))]
    saved: Annotated[
        Energy,
        told(
            Text(
                "Einsparung im Zeitraum der Messung; unter null: mehr verbraucht",
                "saving over the days measured; below zero: more was used",
            )
        ),
    ]
    share: Annotated[
        Share,
        told(Text("Anteil am erwarteten Verbrauch", "share of the use that was to be expected")),
    ]
    tonnes: Annotated[Tonnes, told(Text("Minderung im Jahr", "reduction a year"))]
    verdict: Annotated[
        Verdict,
        told(Text("was die Spanne hergibt", "what the range says")),
    ]
    grade: Annotated[SaidText, told(Text("Nachweisklasse", "evidence class"))]
    grade_code: str
    gate: Annotated[
        SaidText | None,
        told(Text("Kriterium und was daraus wurde", "criterion and what became of it")),
    ]
    eur_per_t: EuroPerTonne
    withheld: Annotated[
        SaidText | None, told(Text("warum nichts gesagt wird", "why nothing is told"))
    ]
    figure: Annotated[str, told(Text("Schlüssel der Zahl", "key of its figure"))]
    method: str
    data_version: int


class ContactEntry(ApiEntity):
    """Who answers questions on a measure: a function, never a name."""

    role: SaidText
    organisation: str
    desk: str
    confirmed: Annotated[date | None, told(Text("zuletzt bestätigt am", "last confirmed on"))]


class MeasureEntry(EffectEntry):
    """A measure."""

    key: Annotated[str, told(Text("Nummer im Plan", "number in the plan"))]
    phase: SaidText
    stopped: bool
    field: Annotated[SaidText, told(Text("Handlungsfeld", "field of action"))]
    field_code: str
    aim: str
    done: Annotated[str, told(Text("was getan wurde", "what was done"))]
    start: date | None
    end: date | None
    next_decision: date | None
    undecided_since: Annotated[
        date | None, told(Text("Entscheidung war fällig", "decision was due"))
    ]
    decided_by: Annotated[SaidText | None, told(Text("wer entschieden hat", "who decided"))]
    decides: Annotated[SaidText | None, told(Text("wer als Nächstes", "who decides next"))]
    cost: Euro
    short: Annotated[SaidText, told(Text("in wenigen Worten", "in a few words"))]
    more: Annotated[list[SaidText], told(Text("woher man es weiß", "how it is known"))]
    indicators: Annotated[
        list[SignEntry], told(Text("veröffentlichte Kennzahlen", "published indicators"))
    ]
    lessons: list[LessonEntry]
    buildings: Annotated[Named, told(Text("veröffentlichte Gebäude", "published buildings"))]
    organisation: str
    desk: Annotated[str, told(Text("Funktion, die antwortet", "the role that answers"))]
    contacts: Annotated[
        list[ContactEntry],
        told(Text("fachlich und organisatorisch", "professional, organisational")),
    ]
    example: Annotated[bool, told(Text("andere dürfen sie übernehmen", "others may take it over"))]
    obstacles: Annotated[str, told(Text("Hindernisse eines Beispiels", "obstacles of an example"))]
    since: Annotated[datetime, told(Text("öffentlich seit", "public since"))]
    page: Annotated[str, told(Text("Adresse ihrer Seite", "address of its page"))]


def measure_entry(one: PublicMeasure, ags: str) -> MeasureEntry:
    """A measure of a municipality."""
    return taken(MeasureEntry, one, page=measure_path(ags, one.id))
