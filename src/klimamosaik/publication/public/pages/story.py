"""Why a year differs from the one before, in words: one answer and at most five steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.publication.public.pages.figure_links import public_or_none
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import Datum, PublicFigure
from klimamosaik.terms.text import Text, both

KEY = "warum-co2"
MOST = 5  # steps anybody reads
WHY = Text("Warum {change}?", "Why {change}?")
COLDER = Text(
    "Zum Heizen war {year} kälter als {before}.", "For heating {year} was colder than {before}."
)
WARMER = Text(
    "Zum Heizen war {year} wärmer als {before}.", "For heating {year} was warmer than {before}."
)
WITHOUT = Text(
    "Ohne diesen Unterschied wären es {change} gewesen.",
    "Without that it would have been {change}.",
)
MORE = Text("{amount} {unit} mehr", "{amount} {unit} more")
LESS = Text("{amount} {unit} weniger", "{amount} {unit} less")
SAME = Text("gleich viel", "the same")
STEP = Text("{cause}: {change}", "{cause}: {change}")


@dataclass(frozen=True)
class WhyStory:
    """The change of a year, told."""

    question: Text
    answer: tuple[Text, ...]
    steps: tuple[Text, ...]
    figure: PublicFigure


def why_story(known: Known) -> WhyStory | None:
    """The newest change that can be told; None where there is none."""
    figure = public_or_none(known, KEY)
    if figure is None:
        return None
    causes = figure.data[1:-1]
    return WhyStory(
        WHY.format(change=figure.headline),
        tuple(answer(figure, causes)),
        tuple(STEP.format(cause=each.named, change=said(each, figure)) for each in causes[:MOST]),
        figure,
    )


def said(step: Datum, figure: PublicFigure) -> Text:
    """A step in words: no sign has to be read."""
    return changed(step.value or 0.0, step.unit, figure.digits)


def changed(value: float, unit: str, digits: int) -> Text:
    """An amount more or less."""
    if not round(value, digits):
        return SAME
    return (MORE if value > 0 else LESS).format(amount=both(abs(value), digits), unit=unit)


def answer(figure: PublicFigure, causes: Sequence[Datum]) -> list[Text]:
    """What the weather did, and what the year would have been without it."""
    before, now = figure.data[0], figure.data[-1]
    weather = next((each.value for each in causes if each.series == "weather"), None)
    if not weather or before.value is None or now.value is None:
        return [figure.sentence]
    rest = now.value - before.value - weather
    kind = COLDER if weather > 0 else WARMER
    return [
        kind.format(year=now.period, before=before.period),
        WITHOUT.format(change=changed(rest, now.unit, figure.digits)),
    ]
