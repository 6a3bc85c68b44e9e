"""Published measures: what was done, what it brought, what was learned, who to ask."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from klimamosaik.measures.models import Indicator
from klimamosaik.measures.queries.newest import NewestValue, newest_values
from klimamosaik.measures.queries.side_effects import side_effects_of, tells_of_change
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measure_evidence import evidence_for
from klimamosaik.publication.queries.publications import since
from klimamosaik.publication.queries.registered import (
    RegisteredMeasure,
    all_registered,
    registered,
)
from klimamosaik.publication.queries.results import PublicIndicator, PublicMeasure
from klimamosaik.records.memory_cache import Selves
from klimamosaik.reports.queries.effects import EffectPage, effect_pages
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text


def public_measures(known: Known) -> tuple[PublicMeasure, ...]:
    """All published measures, by name."""
    return known.once("measures", lambda: every_measure(known))


def every_measure(known: Known) -> tuple[PublicMeasure, ...]:
    """The same; worked out together where more than readings is another."""
    years = (way.start and way.start.year for way in known.pathways)  # whose factors count
    parts = (known.hidden, *years, newest_in(known))
    told, pages = known.beside_readings("measures", lambda: together(known), parts)
    found = tuple(one if pages[one.id] else up_to_now(one, known) for one in told)
    known.made.update({("effect", pk): page for pk, page in pages.items()})
    known.made.update({("measure", one.id): one for one in found})
    return found


def up_to_now(one: PublicMeasure, known: Known) -> PublicMeasure:
    """A measure nobody measured: no effect of it in the newest data."""
    return replace(one, data_version=known.data_version)


def together(known: Known) -> tuple[tuple[PublicMeasure, ...], dict[int, EffectPage | None]]:
    """All measures and what may be told of their effects, by id."""
    measures = list(all_registered(known))
    pages = every_effect([one.told.id for one in measures], known)
    return tuple(worked_out(one, known, pages[one.told.id]) for one in measures), pages


def public_measure(known: Known, pk: int) -> PublicMeasure:
    """One published measure. Raises NoLongerPublic or NotPublic."""
    known.published.require(PublishedKind.MEASURE, pk)

    def made() -> PublicMeasure:
        return worked_out(registered(known, pk), known, effect_of(pk, known))

    return known.once(("measure", pk), made)


def every_effect(measures: Iterable[int], known: Known) -> dict[int, EffectPage | None]:
    """What may be told of the effects of measures, by id."""
    told = {pk: outlook.measure for pk in measures if (outlook := told_of(pk, known))}
    rows = list(told.values())
    pages = known.by_answers("effects", lambda: effect_pages(rows), Selves(rows))
    return {pk: pages.get(pk) for pk in measures}


def effect_of(pk: int, known: Known) -> EffectPage | None:
    """The same of one measure."""

    def made() -> EffectPage | None:
        outlook = told_of(pk, known)
        return effect_pages([outlook.measure]).get(pk) if outlook else None

    return known.once(("effect", pk), made)


def told_of(pk: int, known: Known) -> MeasureOutlook | None:
    """What is known of a measure; None: nothing, or it must not be told."""
    return None if known.hidden.measure(pk) else known.outlooks.get(pk)


def worked_out(one: RegisteredMeasure, known: Known, page: EffectPage | None) -> PublicMeasure:
    """A measure with all that is told of it beside the register."""
    pk = one.told.id
    line = known.contributions.get(pk)
    return PublicMeasure(
        **vars(one.told),
        **vars(evidence_for(known, one.told, page).effect),
        eur_per_t=line.euro_per_t if line else None,
        price_known_by=line.price_known_by if line else Quality.UNKNOWN,
        indicators=indicators_of(pk, known),
        buildings=tuple(
            each for each in one.buildings if known.published.has(PublishedKind.BUILDING, each[0])
        ),
        since=since(known, PublishedKind.MEASURE, pk),
        data_version=page.assessment.data_version if page else known.data_version,
    )


def indicators_of(pk: int, known: Known) -> tuple[PublicIndicator, ...]:
    """A measure's published indicators with their newest values."""
    every = known.once("indicators by measure", lambda: by_measure(indicators_in(known).values()))
    return tuple(indicator(row, newest_in(known).get(row.pk)) for row in every.get(pk, ()))


def by_measure(indicators: Iterable[Indicator]) -> Mapping[int, list[Indicator]]:
    """Indicators by the measure they belong to."""
    found: dict[int, list[Indicator]] = {}
    for row in indicators:
        found.setdefault(row.measure_id, []).append(row)
    return found


def newest_in(known: Known) -> Mapping[int, NewestValue]:
    """The newest value of every published indicator that has one to be told, by its id."""

    def told() -> Mapping[int, NewestValue]:
        public, unread = known.published.ids(PublishedKind.INDICATOR), known.untold_indicators
        parts = (public, unread, known.data_version)
        return known.by_answers("newest values", lambda: newest_of(public, unread), parts)

    return known.once("newest values", told)


def newest_of(public: Collection[int], unread: Collection[int]) -> Mapping[int, NewestValue]:
    """The newest values of indicators by their ids; of `unread` what was entered alone."""
    return newest_values(indicators=with_values(public), unread=unread)


def indicators_in(known: Known) -> Mapping[int, Indicator]:
    """Every published indicator with its measure and the values that were entered, by its id."""

    public = known.published.ids(PublishedKind.INDICATOR)

    def rows() -> Mapping[int, Indicator]:
        return {row.pk: row for row in with_values(public)}

    return known.once("indicators", lambda: known.beside_readings("indicators", rows))


def with_values(public: Collection[int]) -> Iterable[Indicator]:
    """Indicators with their measures and the values that were entered."""
    rows = Indicator.objects.filter(pk__in=public)
    return rows.select_related("measure").prefetch_related("values")


def indicator(row: Indicator, newest: NewestValue | None) -> PublicIndicator:
    """An indicator with its newest value."""
    (beside,) = side_effects_of([row], {row.pk: newest} if newest else {}, row.measure.start)
    return PublicIndicator(
        id=row.pk,
        name=Text(row.name, row.name),
        unit=row.unit,
        before=row.start_value,
        newest=newest.value if newest else None,
        newest_on=newest.day if newest else None,
        wanted=row.wanted_value,
        reached=row.reached_by(newest.value) if newest else None,
        figure=f"kennzahl-{row.pk}",
        change=tells_of_change(row),
        turn=beside.turn,
        said=beside.said,
        wish=beside.wanted,
        source=newest.source if newest else None,
    )


def ranked(measures: Iterable[PublicMeasure]) -> list[PublicMeasure]:
    """Measured savings first, the largest before the smaller, then the others by name."""

    def place(one: PublicMeasure) -> tuple[int, float, str]:
        size: Estimate | None = one.share
        return (size is None, -(size.mean if size else 0.0), one.name)

    return sorted(measures, key=place)


def public_indicators(known: Known) -> tuple[PublicIndicator, ...]:
    """All published indicators with their newest values, in the order of their identifiers."""
    newest = newest_in(known)
    rows = sorted(indicators_in(known).items())
    return tuple(indicator(row, newest.get(pk)) for pk, row in rows)


def public_indicator(known: Known, pk: int) -> PublicIndicator:
    """One published indicator. Raises NoLongerPublic or NotPublic."""
    known.published.require(PublishedKind.INDICATOR, pk)
    return next(each for each in public_indicators(known) if each.id == pk)
