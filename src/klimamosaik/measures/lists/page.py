"""A plan as the preview page shows it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from klimamosaik.measures.lists.changes import ListedChange, RegisterRow
from klimamosaik.measures.lists.models import ListDelivery
from klimamosaik.measures.lists.preview import ListPlan, ListVerdict, PlannedMeasure
from klimamosaik.measures.models import (
    CostLine,
    Experience,
    Indicator,
    IndicatorValue,
    Involvement,
    Measure,
    MeasureNote,
    StatedEffect,
    StatusReport,
    Task,
)
from klimamosaik.sources.measure_lists import ListColumn, ListRole, MeasureList, RecognisedSheet
from klimamosaik.terms.text import Text, joined

SHOWN = 400  # measures on the page
OPENED = 25  # measures whose details are on the page
LONGEST = 120  # characters of a value on the page
TABLES: dict[type, tuple[Text, Text]] = {  # one, several
    Involvement: (Text("Akteur", "organisation"), Text("Akteure", "organisations")),
    StatusReport: (Text("Sachstand", "status report"), Text("Sachstände", "status reports")),
    CostLine: (Text("Kostenzeile", "cost line"), Text("Kostenzeilen", "cost lines")),
    Indicator: (Text("Kennzahl", "indicator"), Text("Kennzahlen", "indicators")),
    IndicatorValue: (Text("Wert", "value"), Text("Werte", "values")),
    Task: (Text("Aufgabe", "task"), Text("Aufgaben", "tasks")),
    StatedEffect: (
        Text("angegebene Wirkung", "stated effect"),
        Text("angegebene Wirkungen", "stated effects"),
    ),
    Experience: (
        Text("Erfahrung anderer", "experience of others"),
        Text("Erfahrungen anderer", "experiences of others"),
    ),
    MeasureNote: (Text("Notiz", "note"), Text("Notizen", "notes")),
}


@dataclass(frozen=True)
class Detail:
    """One row that would be written."""

    what: Text
    new: bool
    changes: tuple[ListedChange, ...]


@dataclass(frozen=True)
class MeasureShown:
    """One measure on the page."""

    key: str
    name: str
    verdict: ListVerdict
    where: Text
    summary: Text
    details: tuple[Detail, ...]


@dataclass(frozen=True)
class PlanShown:
    """The whole preview."""

    plan: ListPlan
    headline: Text
    measures: tuple[MeasureShown, ...]
    hidden: int  # measures beyond those shown
    known: tuple[str, ...]  # names of measures of which all is known
    used: tuple[tuple[str, RecognisedSheet], ...]  # file and sheet
    day: Text  # what reports without a date count for, and why
    columns: tuple[ListColumn, ...]  # of all files, each heading once
    kept: tuple[str, ...]  # headings kept as notes
    asks_day: bool  # some report has no date
    asks_zeros: bool  # there are values of indicators


def shown(plan: ListPlan) -> PlanShown:
    """What the page shows: changed, new, then experience only; known ones by name."""
    order = (ListVerdict.CHANGED, ListVerdict.NEW, ListVerdict.TOLD)
    ranked = [each for verdict in order for each in plan.measures if each.verdict is verdict]
    columns = () if plan.own else columns_of(plan)
    return PlanShown(
        plan=plan,
        headline=headline(plan),
        measures=tuple(
            measure_shown(each, open_=at < OPENED) for at, each in enumerate(ranked[:SHOWN])
        ),
        hidden=max(0, len(ranked) - SHOWN),
        known=tuple(
            f"{each.measure.key} {each.measure.name}".strip()
            for each in plan.measures
            if each.verdict is ListVerdict.SAME
        ),
        used=tuple((file.name, sheet) for file in plan.files for sheet in shown_sheets(file)),
        day=day_text(plan),
        columns=columns,
        asks_day=any(r.span is None for each in plan.measures for r in each.listed.reports),
        asks_zeros=any(column.role is ListRole.VALUE for column in columns) and not plan.own,
        kept=tuple(column.heading for column in columns if column.role is ListRole.NOTE),
    )


def shown_sheets(file: MeasureList) -> tuple[RecognisedSheet, ...]:
    """The sheets to speak of: of our own workbook, its guide is none."""
    return tuple(sheet for sheet in file.sheets if sheet.used or not file.own)


def day_text(plan: ListPlan) -> Text:
    """The day reports without a date count for, and where it is from."""
    whys = [file.as_of_why for file in plan.files if file.as_of == plan.as_of and file.as_of_why]
    why = whys[0] if whys else NO_DAY
    return Text(
        "Sachstände ohne Datum gelten für den {as_of:short} ({why}).",
        "Reports without a date count for {as_of:short} ({why}).",
    ).format(as_of=plan.as_of, why=why)


NO_MEASURES_YET = Text("Noch ist keine Maßnahme gelesen.", "No measure is read yet.")
NO_DAY = Text("heute, denn die Liste nennt keinen Tag", "today, because the list names no day")


def headline(plan: ListPlan) -> Text:
    """How many measures, and what becomes of them."""
    total = len(plan.measures)
    if not total:
        return NO_MEASURES_YET

    counts = counted({verdict: plan.count(verdict) for verdict in ListVerdict})
    return Text(
        "{total:Maßnahme|Maßnahmen}: {counts}.", "{total:measure|measures}: {counts}."
    ).format(total=total, counts=counts)


def brought(delivery: ListDelivery) -> Text:
    """What became of the measures of lists that were taken in: "12 neu, 1 wie bekannt"."""
    return counted({
        ListVerdict.NEW: delivery.new,
        ListVerdict.CHANGED: delivery.changed,
        ListVerdict.TOLD: delivery.told,
        ListVerdict.SAME: delivery.same,
    })  # fmt: skip


def stored_text(delivery: ListDelivery) -> Text:
    """What became of the list."""
    if not delivery.wrote:
        return Text(
            "Alles schon bekannt. Nichts hat sich geändert.",
            "All known already. Nothing has changed.",
        )
    return Text(
        "Gespeichert. Maßnahmen der Liste: {measures}.", "Stored. Measures of the list: {measures}."
    ).format(measures=brought(delivery))


def counted(counts: Mapping[ListVerdict, int]) -> Text:
    """How many measures of each verdict there are; those without any are left out."""
    some = {verdict: count for verdict, count in counts.items() if count}
    each = Text("{count:n} {verdict}", "{count:n} {verdict}")
    return joined(each.format(count=n, verdict=verdict.text) for verdict, n in some.items())


def measure_shown(planned: PlannedMeasure, *, open_: bool) -> MeasureShown:
    """One measure: what is new or different about it."""
    return MeasureShown(
        key=planned.measure.key,
        name=planned.name,
        verdict=planned.verdict,
        where=planned.listed.at.text,
        summary=summary(planned),
        details=tuple(map(detail, planned.rows)) if open_ else (),
    )


def detail(row: RegisterRow) -> Detail:
    """A row with its values cut to what can be read at a glance."""
    changes = tuple(
        ListedChange(each.field, each.label, cut(each.before), cut(each.after))
        for each in row.changes
        if each.before or each.after
    )
    return Detail(row.what, row.new, changes)


def cut(text: str) -> str:
    """The beginning of a longer text."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def summary(planned: PlannedMeasure) -> Text:
    """What comes with the measure: 3 status reports, 2 notes."""
    counted = Counter(type(row.instance) for row in planned.rows)
    de, en = [], []
    own = next((row for row in planned.rows if isinstance(row.instance, Measure)), None)
    if own is not None and not own.new:
        de += [change.label.de for change in own.changes]
        en += [change.label.en for change in own.changes]
    for table, (one, several) in TABLES.items():
        if counted[table]:
            name = one if counted[table] == 1 else several
            de.append(f"{counted[table]} {name.de}")
            en.append(f"{counted[table]} {name.en}")
    return Text(", ".join(de), ", ".join(en)) if de else ONLY[planned.verdict]


ONLY = {
    ListVerdict.NEW: Text("nur die Maßnahme selbst", "only the measure itself"),
    ListVerdict.CHANGED: Text("", ""),
    ListVerdict.TOLD: Text("", ""),
    ListVerdict.SAME: Text("", ""),
}


def columns_of(plan: ListPlan) -> tuple[ListColumn, ...]:
    """Each heading of all files once."""
    found: dict[str, ListColumn] = {}
    for file in plan.files:
        for sheet in file.sheets:
            for column in sheet.columns:
                known = found.get(column.heading)
                if known is None or (
                    known.role is ListRole.IGNORED and column.role is not known.role
                ):
                    found[column.heading] = column
    return tuple(found.values())
