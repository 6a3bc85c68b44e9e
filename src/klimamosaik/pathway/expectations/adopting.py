"""The doors that take expectations over for many measures, and take that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from klimamosaik.measures.models import Measure
from klimamosaik.pathway.expectations.models import ExpectationDelivery
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.models import ExpectedEffect, Scope
from klimamosaik.pathway.operations import Saving, expect
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import delete, save
from klimamosaik.records.undoing import mark_undone
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text

KEPT = (
    "low_t", "likely_t", "high_t", "field", "scope", "saved_mwh", "saved_eur", "reasoning",
)  # fmt: skip


@dataclass(frozen=True)
class WantedExpectation:
    """What one measure is to be expected to bring."""

    measure: Measure
    effect: Prior
    field: Field
    mwh: float | None  # [MWh/a]; None: not known
    reasoning: str


def take_over(
    *,
    municipality: Municipality,
    wanted: Sequence[WantedExpectation],
    by: User | None,
    at: datetime,
) -> ExpectationDelivery:
    """Write all of them down, or nothing. Raises InputRejected with every complaint."""
    if not wanted:
        raise InputRejected([NOTHING_TICKED])
    complaints: list[Problem] = []
    with transaction.atomic():
        rows = []
        for one in wanted:
            before = record_of(one.measure)
            try:
                expected(one, before, by)
            except InputRejected as refusal:
                complaints += [named(one.measure, each) for each in refusal.complaints]
                continue
            after = record_of(one.measure)
            if after != before:
                rows.append({"measure": one.measure.pk, "before": before, "after": after})
        if complaints:
            raise InputRejected(complaints)
        return ExpectationDelivery.objects.create(
            municipality=municipality, at=at, by=by, rows=rows
        )


def expected(one: WantedExpectation, before: dict[str, Any] | None, by: User | None) -> None:
    """Write one expectation down; scope and money stay as they were."""
    known = before or {}
    expect(
        measure=one.measure,
        effect=one.effect,
        field=one.field,
        scope=Scope(known.get("scope", Scope.TOWN)),
        saving=Saving(one.mwh, known.get("saved_eur")),
        reasoning=one.reasoning,
        by=by,
    )


def record_of(measure: Measure) -> dict[str, Any] | None:
    """The expectation as plain values; None where there is none."""
    row = ExpectedEffect.objects.filter(measure=measure).first()
    return None if row is None else {name: getattr(row, name) for name in KEPT}


def newest_versions(municipality: Municipality) -> dict[int, int]:
    """The number of the newest record of each measure's expectation, by the measure."""
    measures = Measure.objects.filter(municipality=municipality).values("pk")
    kept = ExpectedEffect.history.filter(measure_id__in=measures).order_by()
    newest = kept.values("measure_id").annotate(version=Max("history_id"))
    return dict(newest.values_list("measure_id", "version"))


def named(measure: Measure, complaint: Problem) -> Problem:
    """A complaint with the name of its measure."""
    return Problem(complaint.code, ABOUT.format(name=measure.name, text=complaint.text))


def undo(*, delivery: ExpectationDelivery, by: User | None, at: datetime) -> tuple[Text, ...]:
    """Take a delivery back; returns what stays because it was changed since.

    Raises InputRejected where it is undone already.
    """
    with transaction.atomic():
        mark_undone(delivery, by=by, at=at)
        stays = [said for row in delivery.rows if (said := taken_back(row, by)) is not None]
    return tuple(stays)


def taken_back(row: dict[str, Any], by: User | None) -> Text | None:
    """Put one expectation back as it was; says so where it was changed since."""
    measure = Measure.objects.filter(pk=row["measure"]).first()
    known = ExpectedEffect.objects.filter(measure=measure).first() if measure else None
    if measure is None or known is None:
        return None
    if record_of(measure) != row["after"]:
        return CHANGED_SINCE.format(name=measure.name)
    if row["before"] is None:
        delete(known, by=by)
        return None
    for name, value in row["before"].items():
        setattr(known, name, value)
    save(known, by=by)
    return None


NOTHING_TICKED = problem(
    "nothing_ticked",
    "Nichts ist angekreuzt oder eingetragen. Kreuzen Sie an, was gelten soll, oder tragen Sie "
    "Tonnen ein.",
    "Nothing is ticked or entered. Tick what is to count, or enter tonnes.",
)
ABOUT = Text("„{name}“: {text}", "“{name}”: {text}")
CHANGED_SINCE = Text(
    "„{name}“ wurde seitdem geändert und bleibt, wie es ist.",
    "“{name}” was changed since and stays as it is.",
)
