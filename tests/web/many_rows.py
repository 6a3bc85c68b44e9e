"""Many rows of what long lists show, written at once."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from klimamosaik.measures.models import Measure, Task
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Building, Municipality
from klimamosaik.planning.models import Dependence, Selection, SelectionState, Tie
from klimamosaik.streams.models import DataSource, SourceKind, SourceState


def other(town: Municipality) -> Measure:
    """A measure nobody sees in a list of the town's: of another town."""
    elsewhere, _ = Municipality.objects.get_or_create(ags="03999997", name="Nachbarstadt")
    return Measure.objects.get_or_create(municipality=elsewhere, name="Andere")[0]


def tasks(town: Municipality, numbers: range) -> None:
    measure = Measure.objects.filter(municipality=town).first() or Measure.objects.create(
        municipality=town, name="Regelung"
    )
    works, _ = Organisation.objects.get_or_create(municipality=town, name="Stadtwerke")
    Task.objects.bulk_create(
        Task(measure=measure, organisation=works, what=f"Auftrag {n:04}") for n in numbers
    )


def ties(town: Municipality, numbers: range) -> None:
    names = [f"Regelung {n:04}" for n in numbers]
    there = {each.name: each for each in Measure.objects.filter(municipality=town, name__in=names)}
    Measure.objects.bulk_create(
        Measure(municipality=town, name=name) for name in names if name not in there
    )
    found = Measure.objects.filter(municipality=town, name__in=names)
    Dependence.objects.bulk_create(
        Dependence(measure=each, other=other(town), tie=Tie.NEEDS, reason="Erst der Keller")
        for each in found
    )


def sources(town: Municipality, numbers: range) -> None:
    made = DataSource.objects.bulk_create(
        DataSource(
            municipality=town,
            kind=SourceKind.PUSH,
            name=f"Quelle {n:04}",
            owner="Stadtwerke",
            promised_every=timedelta(hours=1),
            added_at=timezone.now(),
        )
        for n in numbers
    )
    SourceState.objects.bulk_create(SourceState(source=each) for each in made)


def plans(town: Municipality, numbers: range) -> None:
    Selection.objects.bulk_create(
        Selection(
            municipality=town, at=timezone.now() - timedelta(days=n), first_year=2026,
            last_year=2030, budget=1000 + n, stand=SelectionState.FAILED,
        )
        for n in numbers
    )  # fmt: skip


def changes(town: Municipality, numbers: range) -> None:
    house = Building(municipality=town, pk=1)
    for n in numbers:
        house.name = f"Haus {n:04}"
        house.save()


ROWS: dict[str, Callable[[Municipality, range], None]] = {
    "aufgaben/": tasks,
    "planung/": plans,
    "planung/bedingungen/": ties,
    "quellen/": sources,
    "verlauf/": changes,
}
