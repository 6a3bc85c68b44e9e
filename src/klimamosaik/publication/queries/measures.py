"""Published measures: what was done, what it brought, what was learned, who to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from klimamosaik.measures.models import Indicator, Measure
from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries import missing_of_example
from klimamosaik.measures.queries.cost import cost_once
from klimamosaik.measures.queries.decision import NextDate, next_decision, undecided
from klimamosaik.measures.queries.newest import NewestValue, newest_values
from klimamosaik.measures.queries.side_effects import side_effects_of, tells_of_change
from klimamosaik.measures.queries.working import working
from klimamosaik.publication.models import Publication, PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import (
    PublicContact,
    PublicIndicator,
    PublicLesson,
    PublicMeasure,
)
from klimamosaik.publication.queries.seen_measure import seen_by
from klimamosaik.reports.queries.effects import EffectPage, effect_pages
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.field import Field
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

COUNCIL = Text("Rat", "council")
PAPER = Text("Rat, Beschluss {paper}", "council, decision {paper}")


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
    rows = Measure.objects.filter(
        municipality=known.published.ags, pk__in=known.published.ids(PublishedKind.MEASURE)
    ).prefetch_related(
        "buildings", "involvements__organisation", "lessons", "indicators", "tasks", "cost_lines"
    )
    measures = list(rows.order_by("name"))
    pages = effects_of(measures, known)
    return tuple(worked_out(measure, known, pages[measure.pk]) for measure in measures), pages


def public_measure(known: Known, pk: int) -> PublicMeasure:
    """One published measure. Raises NoLongerPublic or NotPublic."""
    known.published.require(PublishedKind.MEASURE, pk)

    def made() -> PublicMeasure:
        measure = Measure.objects.get(municipality=known.published.ags, pk=pk)
        return worked_out(measure, known, effect_of(pk, known))

    return known.once(("measure", pk), made)


def effects_of(measures: Iterable[Measure], known: Known) -> dict[int, EffectPage | None]:
    """What may be told of the effects of measures, by id."""
    told = effect_pages([each for each in measures if not known.hidden.measure(each.pk)])
    return {each.pk: told.get(each.pk) for each in measures}


def effect_of(pk: int, known: Known) -> EffectPage | None:
    """The same of one measure."""
    return known.once(("effect", pk), lambda: effects_of(Measure.objects.filter(pk=pk), known)[pk])


def worked_out(measure: Measure, known: Known, page: EffectPage | None) -> PublicMeasure:
    """A measure without anything that is not for strangers."""
    seen = seen_by(known, measure, page)
    line, field = known.contributions.get(measure.pk), field_of(measure)
    contacts, coming = contacts_of(measure), next_decision(measure)
    overdue = coming.day if coming and coming.passed(seen.today) else None
    example = is_example(measure, known)
    return PublicMeasure(
        id=measure.pk,
        key=measure.key,
        name=measure.name,
        phase=measure.phase_text,
        stopped=measure.phase == "stopped",
        field=field.text,
        field_code=field.value,
        aim=measure.aim,
        done=measure.done,
        start=measure.start,
        end=measure.end,
        works=working(start=measure.start, end=measure.end, today=seen.today),
        next_decision=coming.day if coming and not overdue else None,
        undecided_since=overdue,
        undecided=undecided(overdue),
        decided_by=decided_by(measure),
        decides=decides(coming) if coming else None,
        cost=cost_once(measure),
        eur_per_t=line.euro_per_t if line else None,
        indicators=indicators_of(measure, known),
        lessons=tuple(lessons_of(measure)),
        buildings=buildings_of(measure, known),
        organisation=contacts[0].organisation if contacts else "",
        desk=contacts[0].desk if contacts else "",
        contacts=contacts,
        example=example,
        obstacles=measure.obstacles if example else "",
        figure=key_of(measure.pk),
        since=since(known, PublishedKind.MEASURE, measure.pk),
        data_version=page.assessment.data_version if page else known.data_version,
        **vars(seen.effect),
    )


def key_of(pk: int) -> str:
    """The key of a measure's figure."""
    return f"massnahme-{pk}"


def field_of(measure: Measure) -> Field:
    """The field of action it is shown in."""
    return measure.fields[0] if measure.fields else Field.CROSS_CUTTING


def since(known: Known, kind: PublishedKind, subject: object) -> datetime:
    """When a thing was published; in a preview, now."""
    ags = known.published.ags
    days = known.once("since", lambda: known.beside_readings("since", lambda: since_when(ags)))
    return days.get((kind.value, str(subject)), known.at)


def since_when(ags: str) -> dict[tuple[str, str], datetime]:
    """When everything that is public was published, by kind and subject."""
    rows = Publication.objects.filter(municipality=ags, until=None)
    return {
        (kind, subject): at for kind, subject, at in rows.values_list("kind", "subject", "since")
    }


def decided_by(measure: Measure) -> Text | None:
    """Who decided, as far as the register says."""
    if measure.council_decision:
        return PAPER.format(paper=measure.council_decision)
    return COUNCIL if measure.council_decided_on else None


def decides(coming: NextDate) -> Text | None:
    """Who decides next: the council on the day entered for it; of a task only the day is public."""
    return COUNCIL if coming.task is None else None


def contacts_of(measure: Measure) -> tuple[PublicContact, ...]:
    """Who answers on the matter and who on how it is run; who leads where nobody is named."""
    parts = list(measure.involvements.all())
    named = [part for role in ANSWERING for part in parts if part.role == role]
    leading = [part for part in parts if part.role == InvolvementRole.LEAD]
    return tuple(
        PublicContact(
            InvolvementRole(part.role).text, part.organisation.name, part.desk, part.confirmed_on
        )
        for part in named or leading[:1]
    )


def is_example(measure: Measure, known: Known) -> bool:
    """True where others may copy it: it came so far, and what they need is there today."""
    if measure.phase != Phase.TRANSFER:
        return False
    return not missing_of_example(measure=measure, today=local_day(known.at))


ANSWERING = (InvolvementRole.EXPERT, InvolvementRole.ORGANISER)


def lessons_of(measure: Measure) -> Iterable[PublicLesson]:
    """What was learned, the newest first."""
    for row in sorted(measure.lessons.all(), key=lambda row: row.day, reverse=True):
        yield PublicLesson(
            row.day, row.stopped, row.hypothesis, row.evidence, row.cause, row.advice
        )


def buildings_of(measure: Measure, known: Known) -> tuple[tuple[int, str], ...]:
    """Its published buildings."""
    published = known.published
    return tuple(
        (row.pk, row.name)
        for row in measure.buildings.all()
        if published.has(PublishedKind.BUILDING, row.pk)
    )


def indicators_of(measure: Measure, known: Known) -> tuple[PublicIndicator, ...]:
    """Its published indicators with their newest values."""
    public = known.published.ids(PublishedKind.INDICATOR)
    newest = newest_in(known)
    rows = (row for row in measure.indicators.all() if row.pk in public)
    return tuple(indicator(row, newest.get(row.pk)) for row in rows)


def newest_in(known: Known) -> Mapping[int, NewestValue]:
    """The newest value of every published indicator that has one to be told, by its id."""

    def found() -> Mapping[int, NewestValue]:
        every = indicators_in(known).values()
        return newest_values(indicators=every, unread=known.untold_indicators)

    return known.once("newest values", found)


def indicators_in(known: Known) -> Mapping[int, Indicator]:
    """Every published indicator with its measure and the values that were entered, by its id."""

    def rows() -> Mapping[int, Indicator]:
        found = Indicator.objects.filter(pk__in=known.published.ids(PublishedKind.INDICATOR))
        told = found.select_related("measure").prefetch_related("values")
        return {row.pk: row for row in told}

    return known.once("indicators", lambda: known.beside_readings("indicators", rows))


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
