"""Doors that set targets and write expectations down."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from klimamosaik.measures.field import Field
from klimamosaik.measures.models import Measure
from klimamosaik.pathway.kernel.belief import Expected
from klimamosaik.pathway.models import ExpectedEffect, Kind, Target
from klimamosaik.terms.complaint import Complaint, Refused, refuse
from klimamosaik.terms.text import Text


def set_target(*, target: Target, by: User | None) -> Target:
    """Save a target; one with the same scope and year is replaced, its history kept.

    Raises Refused with every complaint.
    """
    complaints = [*limit_that_fits(target), *need_that_is_whole(target)]
    if not target.source.strip():
        complaints.append(NO_SOURCE)
    if complaints:
        raise Refused(complaints)
    known = Target.objects.filter(
        municipality=target.municipality, scope=target.scope, year=target.year
    ).first()
    if known is not None and target.pk is None:
        target.pk = known.pk
        target._state.adding = False
    target._history_user = by  # type: ignore[attr-defined]
    checked(target)
    target.save()
    return target


def drop_target(*, target: Target, by: User | None) -> None:
    """Take a target back; the history keeps it."""
    target._history_user = by  # type: ignore[attr-defined]
    target.delete()


def expect(
    *, measure: Measure, effect: Expected, field: Field, reasoning: str, by: User | None
) -> ExpectedEffect:
    """Write down what a measure is expected to bring; earlier expectations stay in the history."""
    if not reasoning.strip():
        raise Refused([NO_REASON])
    row = ExpectedEffect.objects.filter(measure=measure).first() or ExpectedEffect(measure=measure)
    row.low_t, row.likely_t, row.high_t = effect.low, effect.likely, effect.high
    row.field, row.reasoning = field.value, reasoning.strip()
    row._history_user = by  # type: ignore[attr-defined]
    checked(row)
    row.save()
    return row


def checked(row: Target | ExpectedEffect) -> None:
    """Raise Refused for what the fields themselves do not allow."""
    try:
        row.full_clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        said = messages[0]
        raise refuse("not_allowed", f"{name}: {said}", f"{name}: {said}") from error


def limit_that_fits(target: Target) -> list[Complaint]:
    """A limit per head has a figure, net zero has none."""
    if (target.kind == Kind.PER_HEAD) is (target.limit is not None):
        return []
    return [LIMIT_MISSING if target.kind == Kind.PER_HEAD else LIMIT_TOO_MUCH]


def need_that_is_whole(target: Target) -> list[Complaint]:
    """A need entered by hand says its year and where it is from, or is left out."""
    given = [target.need_t is not None, target.need_year is not None, bool(target.need_source)]
    complaints = [] if all(given) or not any(given) else [NEED_IN_PARTS]
    if target.need_year is not None and target.need_year >= target.year:
        complaints.append(NEED_TOO_LATE)
    return complaints


NO_SOURCE = Complaint(
    "no_source",
    Text(
        "Woher kommt das Ziel? Bitte den Beschluss mit Nummer und Datum angeben.",
        "Where is the target from? Please give the decision with its number and date.",
    ),
    column="source",
)
NO_REASON = Complaint(
    "no_reason",
    Text(
        "Bitte in einem Satz sagen, worauf die Erwartung beruht.",
        "Please say in one sentence what the expectation rests on.",
    ),
    column="reasoning",
)
LIMIT_MISSING = Complaint(
    "limit_missing",
    Text(
        "Wie viele Tonnen je Kopf? Bitte eine Zahl angeben, z. B. 1.",
        "How many tonnes per head? Please give a number, e.g. 1.",
    ),
    column="limit",
)
LIMIT_TOO_MUCH = Complaint(
    "limit_too_much",
    Text(
        "Netto null hat keine Grenze je Kopf. Lassen Sie die Zahl weg.",
        "Net zero has no limit per head. Leave the number out.",
    ),
    column="limit",
)
NEED_IN_PARTS = Complaint(
    "need_in_parts",
    Text(
        "Ein eigener Minderungsbedarf braucht drei Angaben: Tonnen im Jahr, Jahr und Quelle.",
        "A need of your own takes three entries: tonnes a year, the year, and the source.",
    ),
    column="need_t",
)
NEED_TOO_LATE = Complaint(
    "need_too_late",
    Text(
        "Das Jahr des eigenen Bedarfs liegt vor dem Zieljahr.",
        "The year of your own need lies before the target year.",
    ),
    column="need_year",
)
