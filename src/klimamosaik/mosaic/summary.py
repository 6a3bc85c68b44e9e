"""Each measure in one line: what worked, what did not, what comes next; and where it leads."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import NoReverseMatch, reverse

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.measures.models import Lesson
from klimamosaik.pathway.queries.headline import Headline, headline_of
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text, joined
from klimamosaik.terms.tonnes import tonnes

REGISTER = "measure_register"  # name of a measure's page in the register


@dataclass(frozen=True)
class SummaryLine:
    """A measure, what is said of it, and its page."""

    name: str
    href: str
    said: Text
    mark: str  # how its verdict is marked on a page


@dataclass(frozen=True)
class MeasureSummary:
    """All measures of a pathway in lines."""

    pages: Mapping[int, str]  # by measure
    worked: tuple[SummaryLine, ...]  # the largest first
    failed: tuple[SummaryLine, ...]  # no effect, more used, stopped
    coming: tuple[SummaryLine, ...]  # not begun, the soonest first


def summary_of(pathway: Pathway, today: date) -> MeasureSummary:
    """Sort the measures of a pathway by what is known of them."""
    ags = pathway.municipality.ags
    pages = {one.measure.pk: page_for(ags, one) for one in pathway.known}

    def line(one: MeasureOutlook, said: Text, mark: str) -> SummaryLine:
        return SummaryLine(one.measure.name, pages[one.measure.pk], said, mark)

    seen = [(one, text) for one in pathway.known if (text := measured_line(one)) is not None]
    saved = [(one, text) for one, text in seen if saved_tonnes(one) > 0]
    rest = [(one, text) for one, text in seen if saved_tonnes(one) <= 0]
    saved.sort(key=lambda pair: -saved_tonnes(pair[0]))
    stopped = [one for one in pathway.known if one.stopped and one.measured is None]
    lessons = lessons_of(stopped)
    later = [one for one in pathway.known if not one.stopped and is_coming(one, today)]
    later.sort(key=lambda one: (one.begins or math.inf, one.measure.name))
    return MeasureSummary(
        pages=pages,
        worked=tuple(line(one, text, one.verdict.mark) for one, text in saved),
        failed=(
            *(line(one, text, one.verdict.mark) for one, text in rest),
            *(line(one, lessons.get(one.measure.pk, STOPPED), "quiet") for one in stopped),
        ),
        coming=tuple(line(one, coming_line(one), "open") for one in later),
    )


STOPPED = Text("gestoppt", "stopped")


def lessons_of(stopped: Sequence[MeasureOutlook]) -> dict[int, Text]:
    """By stopped measure the cause its newest lesson names."""
    rows = Lesson.objects.filter(measure__in=[one.measure.pk for one in stopped], stopped=True)
    causes = rows.order_by("day", "pk").values_list("measure", "cause")
    return {
        measure: Text("gestoppt: {cause}", "stopped: {cause}").format(cause=cause)
        for measure, cause in causes
    }


def is_coming(one: MeasureOutlook, today: date) -> bool:
    """True for what has not begun and of which something is known: when, or what it is to bring."""
    told = one.begins is not None or one.expected is not None or not one.field.has_tonnes
    return told and (one.measure.start is None or one.measure.start > today)


def page_for(ags: str, one: MeasureOutlook) -> str:
    """What it brought, where a meter has seen it or will; else its page in the register."""
    if one.measured is None:
        try:
            return reverse(REGISTER, args=[ags, one.measure.pk])
        except NoReverseMatch:
            pass
    return reverse("effect", args=[ags, one.measure.pk])


def whys(pathway: Pathway) -> dict[int, str]:
    """Where the newest effect of each measured measure walks back to its readings."""
    measured = [one.measure.pk for one in pathway.known if one.measured is not None]
    rows = MeasuredEffect.objects.filter(
        assessment__measure__in=measured, meter_point__in=MeterPoint.objects.counting()
    ).order_by("assessment__at", "assessment_id", "-pk")
    ags = pathway.municipality.ags
    newest = dict(rows.values_list("assessment__measure", "pk"))
    return {measure: reverse("effect_why", args=[ags, pk]) for measure, pk in newest.items()}


def saved_tonnes(one: MeasureOutlook) -> float:
    """What meters have shown that it saves [t CO2e/a]; 0 where they have shown nothing."""
    return one.measured.mean if one.measured is not None and one.laid else 0.0


def measured_line(one: MeasureOutlook) -> Text | None:
    """What meters say, in a few words; what is counted with instead where that is about zero.

    None where they have seen nothing yet.
    """
    headline, seen = headline_of(one), one.measured
    if seen is None:
        return None
    if headline is not None and one.laid:
        return headline.said
    return unlaid_line(one.verdict, seen, headline)


@lru_cache(maxsize=4096)
def unlaid_line(verdict: Verdict, seen: Estimate, headline: Headline | None) -> Text:
    """What meters say that lays no stone, written once as long as it says the same."""
    word, figure = verdict.text, Text("", "")
    low, high = (tonnes(end, beside=seen.mean) for end in (seen.low, seen.high))
    if headline is not None:
        figure = Text("; {said}", "; {said}").format(said=headline.said)
    return Text(
        "gemessen, {word} ({low} bis {high} t CO₂e im Jahr){figure}",
        "measured, {word} ({low} to {high} t CO₂e a year){figure}",
    ).format(word=word, low=low, high=high, figure=figure)


def coming_line(one: MeasureOutlook) -> Text:
    """When it begins and what is expected of it."""
    begins = begins_text(one)
    if not one.field.has_tonnes:
        return Text("{begins}; zählt nicht in Tonnen", "{begins}; does not count in tonnes").format(
            begins=begins
        )
    headline = headline_of(one)
    if headline is None:
        return Text(
            "{begins}; was sie bringen soll, steht noch nicht da",
            "{begins}; what it is to bring is not written down yet",
        ).format(begins=begins)
    return joined((begins, headline.said), "; ")


def begins_text(one: MeasureOutlook) -> Text:
    """From when on a measure works, as far as it is known."""
    start = one.measure.start
    if start is not None:
        return Text("ab {start:mm}", "from {start:mm}").format(start=start)
    if one.begins is not None:
        return Text("ab {begins:n}", "from {begins:n}").format(begins=one.begins)
    return Text("noch ohne Beginn", "no first day yet")
