"""The first page of a municipality: where it stands, why, what worked, what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from klimamosaik.publication.public.answering import notice_page, town_answer
from klimamosaik.publication.public.framing import WAYS, PublicFrame, framed
from klimamosaik.publication.public.pages.effects import Shares, TriedMeasure, measured, tried
from klimamosaik.publication.public.pages.figure_links import TakenFigure, taken
from klimamosaik.publication.public.pages.heads import HeadFigure, heads
from klimamosaik.publication.public.pages.linked_data import town_data
from klimamosaik.publication.public.pages.pictures import column_picture
from klimamosaik.publication.public.pages.story import WhyStory, why_story
from klimamosaik.publication.public.sharing import known_of
from klimamosaik.publication.queries.adaptation import public_adaptation
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measures, ranked
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic
from klimamosaik.publication.queries.published_pages import pages_below
from klimamosaik.publication.queries.results import PublicAdaptation, PublicMeasure, PublicWall
from klimamosaik.publication.queries.similar_towns import beside_like_towns
from klimamosaik.publication.queries.wall import left_out, public_wall
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Language, Text
from klimamosaik.terms.years import calendar_year

FIGURES = ("mosaik", "warum-co2", "wirkung", "verbrauch", "bilanz")
DECIDES = Text("{day}: Entscheidung ({who})", "{day}: decision ({who})")
DECIDED = Text("{day}: Entscheidung", "{day}: decision")
BEGINS = Text("beginnt im {day:month}", "begins in {day:month}")
BEGINS_BY = Text(
    "beginnt im {day:month}; entschieden hat: {who}", "begins in {day:month}; decided by: {who}"
)
NO_WALL = Text("Für dieses Jahr gibt es kein Mosaik.", "There is no mosaic of this year.")
WALLS = Text("Es gibt eines für: {years}.", "There is one of: {years}.")
NONE_AT_ALL = Text("Es ist noch keines veröffentlicht.", "None has been published yet.")
SENSORS = Text("Messwerte", "Readings")
SHOWN = 5  # measures on the first page; all of them have a page of their own


@dataclass(frozen=True)
class ComingStep:
    """What comes next for a measure: a decision, or its beginning."""

    day: date
    said: Text
    measure: PublicMeasure


@dataclass(frozen=True)
class FirstPage:
    """Everything the first page tells; empty where nothing is published."""

    wall: PublicWall | None
    untold: tuple[Text, ...]  # what is not in it, and why
    why: WhyStory | None
    why_picture: str  # SVG
    tried: tuple[TriedMeasure, ...]
    further: int  # measured measures that are not shown here
    stopped: tuple[PublicMeasure, ...]
    coming: tuple[ComingStep, ...]
    adaptation: tuple[PublicAdaptation, ...]
    heads: tuple[HeadFigure, ...]
    taken: tuple[TakenFigure, ...]
    below: tuple[tuple[str, Text], ...]  # pages on which something is published

    @property
    def empty(self) -> bool:
        """True where there is nothing to tell yet."""
        return not (self.wall or self.why or self.heads or self.taken or self.below)

    @property
    def words(self) -> Sequence[str]:
        """The words of the field that stand on it."""
        stone = ["stone"] if self.wall else []
        ranges = ["range", "zero"] if self.tried else []
        return [*stone, "co2e", *ranges, "kwh"] if stone or ranges or self.why else []


@town_answer
def first(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """The first page."""
    year = calendar_year(request.GET.get("stand", ""))  # None: today's wall
    page = first_page(known, language, year)
    like = beside_like_towns(known, partial(known_of, request)) if page.heads else None
    if "stand" in request.GET and (refusal := no_such_wall(page.wall, year)):
        return notice_page(400, NO_WALL, refusal, language, known)
    query = f"stand={year}" if year is not None else ""
    template, said = "publication/pages/first.html", page.wall.headline if page.wall else None
    more = {"page": page, "like": like, "description": said}

    def linked(frame: PublicFrame) -> SafeString:
        return town_data(frame, page.taken)

    return framed(request, known, language, template, "", query, linked, **more)


def no_such_wall(wall: PublicWall | None, year: int | None) -> Text | None:
    """The years there is a mosaic of, where another one was asked for."""
    years = [each for each, _ in wall.choice] if wall else []
    if year in years:
        return None
    return WALLS.format(years=", ".join(map(str, years))) if years else NONE_AT_ALL


def first_page(known: Known, language: Language, year: int | None) -> FirstPage:
    """What is told, from published things alone."""
    measures = ranked(public_measures(known))
    why = why_story(known)
    seen = measured(measures)
    return FirstPage(
        wall=wall_of(known, language, year),
        untold=left_out(known),
        why=why,
        why_picture=column_picture(why.figure, language) if why else "",
        tried=tried(telling(seen), seen, language),
        further=max(0, len(seen) - SHOWN),
        stopped=tuple(one for one in measures if one.stopped),
        coming=tuple(coming(measures, local_day(known.at))),
        adaptation=public_adaptation(known),
        heads=heads(known),
        taken=taken(known, FIGURES, language),
        below=tuple(below(known)),
    )


def below(known: Known) -> Iterable[tuple[str, Text]]:
    """The pages on which something is published, with what they are called."""
    ways = {**dict(WAYS), "sensoren/": SENSORS}
    return ((path, ways[path]) for path in pages_below(known))


def telling(seen: Shares) -> Shares:
    """The largest savings and, always, the one that went worst."""
    return seen if len(seen) <= SHOWN else (*seen[: SHOWN - 1], seen[-1])


def wall_of(known: Known, language: Language, year: int | None) -> PublicWall | None:
    """The mosaic; None where it is not public."""
    try:
        return public_wall(known, language, year)
    except (NotPublic, NoLongerPublic):
        return None


def coming(measures: Sequence[PublicMeasure], today: date) -> list[ComingStep]:
    """Decisions and beginnings that lie ahead, the next one first."""
    steps = [step for one in measures if not one.stopped for step in steps_of(one, today)]
    return sorted(steps, key=lambda step: step.day)


def steps_of(one: PublicMeasure, today: date) -> list[ComingStep]:
    """What lies ahead of one measure."""
    steps = []
    if one.next_decision:
        form = DECIDES if one.decides else DECIDED
        said = form.format(day=one.next_decision, who=one.decides)
        steps.append(ComingStep(one.next_decision, said, one))
    if one.start and one.start > today:
        form = BEGINS_BY if one.decided_by else BEGINS
        said = form.format(day=one.start, who=one.decided_by)
        steps.append(ComingStep(one.start, said, one))
    return steps
