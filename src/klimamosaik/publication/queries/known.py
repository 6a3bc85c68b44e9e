"""What public queries of one municipality share: worked out once an answer, from office doors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from klimamosaik.observations.queries.readings import data_version
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway, pathways_of
from klimamosaik.places.models import Municipality
from klimamosaik.planning.queries.answer import Contribution, JointEffect, answer_of
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.hiding import Hidden, gate_name, hidden_in
from klimamosaik.publication.queries.published import Published
from klimamosaik.publication.queries.readings import indicators_of_few_homes
from klimamosaik.publication.queries.results import PublicTown
from klimamosaik.publication.queries.towns import public_town
from klimamosaik.publication.queries.used_by_meters import YEARS
from klimamosaik.records.memory_cache import LastMade
from klimamosaik.records.query_cache import once
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.queries.energy import energy_figures
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import local_day

Made = TypeVar("Made")
TAKEN_OVER = LastMade[Any](most=400)  # by town and name


def taken_over(
    ags: str,
    stand: tuple[object, ...] | None,
    name: str,
    make: Callable[[], Made],
    parts: object = None,
) -> Made:
    """What is made of a town and of `parts` beside a stand that was taken before."""
    if stand is None:
        return make()
    found: Made = TAKEN_OVER.of(f"{ags} {name}", (stand, parts), make)
    return found


def by_answers(
    ags: str,
    stand: tuple[object, ...] | None,
    name: str,
    make: Callable[[], Made],
    parts: object = None,
) -> Made:
    """What is made of `parts` and of answers of the database alone, all of them asked in `make`.

    Whatever else was written, it is taken over as long as these and what lies beside the database
    (the first of a stand) are the same.
    """

    def again() -> Made:
        assert stand is not None
        given = (stand[0], parts)
        return once((ags, name), lambda: (given, make()), lambda held: held[0] == given)[1]

    return taken_over(ags, stand, name, make if stand is None else again, parts)


@dataclass(frozen=True)
class Known:
    """One municipality at a moment; each part is worked out when it is first asked for."""

    published: Published
    at: datetime
    stand: tuple[object, ...] | None = None  # on which it stands beside readings; None: not told

    @cached_property
    def made(self) -> dict[object, object]:
        """What queries worked out for this answer, by its name."""
        return {}

    def once(self, name: object, make: Callable[[], Made]) -> Made:
        """What `make` makes, made when it is first asked for."""
        if name not in self.made:
            self.made[name] = make()
        found: Made = self.made[name]  # type: ignore[assignment]
        return found

    def beside_readings(self, name: str, make: Callable[[], Made], parts: object = None) -> Made:
        """What `make` makes of no readings but those behind `parts`, compared by their value.

        Where nothing but readings is newer it is taken over from the last answer.
        """
        return taken_over(self.published.ags, self.stand, name, make, parts)

    def by_answers(self, name: str, make: Callable[[], Made], parts: object = None) -> Made:
        """What `make` makes of `parts` and of what it asks the database by itself."""
        return by_answers(self.published.ags, self.stand, name, make, parts)

    @cached_property
    def municipality(self) -> Municipality:
        """The municipality itself; never handed on."""
        return Municipality.objects.get(ags=self.published.ags)

    @cached_property
    def town(self) -> PublicTown:
        """The municipality as strangers see it."""
        return public_town(self.published)

    @cached_property
    def hidden(self) -> Hidden:
        """What must not be told."""
        public = self.published
        name = self.by_answers("gates", lambda: gate_name(public, self.at), public)
        return hidden_in(self.published, self.at, name)

    @cached_property
    def pathways(self) -> tuple[Pathway, ...]:
        """The ways to all targets."""
        return pathways_of(municipality=self.municipality, at=self.at)

    @cached_property
    def outlooks(self) -> Mapping[int, MeasureOutlook]:
        """What is known of each measure, by its id."""
        return {one.measure.pk: one for way in self.pathways for one in way.known}

    @cached_property
    def joint(self) -> JointEffect:
        """What the published measures bring together, those with a hidden effect aside."""
        public = self.published.ids(PublishedKind.MEASURE)
        only = [pk for pk in public if not self.hidden.measure(pk)]
        told = set(self.published.ids(PublishedKind.INDICATOR)) - self.untold_indicators
        untold = self.untold

        def made() -> JointEffect:
            town = Municipality.objects.get(ags=self.published.ags)
            return answer_of(
                municipality=town, at=self.at, only=only, indicators=told, untold=untold
            )

        return self.by_answers("joint", made, (only, told, untold, self.data_version))

    @cached_property
    def untold(self) -> frozenset[int]:
        """Measures whose effect would tell of few homes, published or not: in no public sum."""
        hidden = (pk for pk in self.outlooks if self.hidden.measure(pk))
        return self.hidden.few | frozenset(hidden)

    @cached_property
    def untold_indicators(self) -> frozenset[int]:
        """Published indicators whose readings would tell of few homes: these are not told."""
        public, hidden = self.published.ids(PublishedKind.INDICATOR), self.hidden.meters
        return self.by_answers(
            "indicators of few homes",
            lambda: indicators_of_few_homes(public, hidden),
            (public, hidden),
        )

    @cached_property
    def contributions(self) -> Mapping[int, Contribution]:
        """What each measure brings, by its id."""
        return {line.measure.pk: line for line in self.joint.lines}

    @cached_property
    def report(self) -> EnergyReport | None:
        """The municipality's own buildings in the last whole years; None: nothing is known."""
        last = local_day(self.at).year - 1
        return self.report_of(range(last - YEARS + 1, last + 1))

    def report_of(self, years: range, as_of: int | None = None) -> EnergyReport | None:
        """The energy report of some years; None where nothing is known."""
        try:
            return energy_figures(
                municipality=self.municipality,
                years=years,
                written_on=local_day(self.at),
                as_of=as_of,
            )
        except InputRejected:
            return None

    @cached_property
    def data_version(self) -> int:
        """The newest delivery."""
        return data_version()
