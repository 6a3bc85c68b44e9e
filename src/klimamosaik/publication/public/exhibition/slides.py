"""What an exhibition shows: the mosaic, the figures of the whole town, then each measure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from klimamosaik.publication.public.cards.card import shortened
from klimamosaik.publication.public.figures.picture import picture_of
from klimamosaik.publication.queries.figures.every import figure_keys, public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measures, ranked
from klimamosaik.publication.queries.paths import figure_path, page_path
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic
from klimamosaik.publication.queries.results import PublicFigure, PublicMeasure, PublicWall
from klimamosaik.publication.queries.wall import public_wall
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Language, Text

OF_THE_TOWN = ("wirkung", "warum-co2", "verbrauch", "bilanz")
MOST = 24  # slides: with 20 s each the round takes eight minutes
LONGEST = 280  # [characters] of a sentence: read from three metres, standing
WIDTH, HEIGHT = 640.0, 300.0  # [px] a picture is drawn in; the screen enlarges it, letters too
ONE_SERIES = {"verbrauch": "energy"}  # of figures that are many small pictures
LEARNED = Text("Gelernt: {cause}", "Learned: {cause}")
MOSAIC = Text("Das Mosaik", "The mosaic")


@dataclass(frozen=True)
class ShownSlide:
    """One screen of the exhibition."""

    key: str
    over: Text  # what it is about
    headline: Text
    sentence: Text
    picture: str  # SVG; "" where there is none
    stand: date
    path: str  # page that tells more


def slides_of(known: Known, language: Language) -> tuple[ShownSlide, ...]:
    """All slides of a municipality, in the order they turn."""
    public = figure_keys(known)
    town = [public_figure(known, key) for key in OF_THE_TOWN if key in public]
    measures = [one for one in ranked(public_measures(known)) if telling(one)]
    told = [
        *first(known, language),
        *(slide(narrowed(each), each.sentence, language) for each in town if each.data),
        *(slide(public_figure(known, one.figure), learned(one), language) for one in measures),
    ]
    return tuple(told[:MOST])


def telling(one: PublicMeasure) -> bool:
    """True where there is something to tell: an effect, an expectation, or why it was stopped."""
    return one.share is not None or one.tonnes is not None or one.stopped


def learned(one: PublicMeasure) -> Text:
    """What it brought; of a stopped measure what was learned."""
    causes = [lesson.cause for lesson in one.lessons if lesson.cause]
    return LEARNED.format(cause=causes[0]) if one.stopped and causes else one.said


def narrowed(figure: PublicFigure) -> PublicFigure:
    """One picture instead of many small ones that nobody reads from afar."""
    rows = tuple(each for each in figure.data if each.series == ONE_SERIES.get(figure.key))
    return replace(figure, data=rows) if rows else figure


def first(known: Known, language: Language) -> Iterable[ShownSlide]:
    """The mosaic, where it is published and can be drawn."""
    wall = wall_of(known, language)
    if wall is not None:
        yield ShownSlide(
            key="mosaik",
            over=MOSAIC,
            headline=wall.headline,
            sentence=wall.stone or wall.goal,
            picture=wall.lying,
            stand=local_day(known.published.newest),
            path=page_path(known.town.ags, language=language),
        )


def wall_of(known: Known, language: Language) -> PublicWall | None:
    """The wall; None where it is not public."""
    try:
        return public_wall(known, language)
    except (NotPublic, NoLongerPublic):
        return None


def slide(figure: PublicFigure, sentence: Text, language: Language) -> ShownSlide:
    """A figure in large type."""
    drawn = picture_of(figure, language, width=WIDTH, height=HEIGHT) if figure.data else ""
    said = sentence if sentence != figure.headline else Text("", "")
    return ShownSlide(
        key=figure.key,
        over=figure.title,
        headline=figure.headline,
        sentence=Text(shortened(said.de, LONGEST), shortened(said.en, LONGEST)),
        picture=drawn,
        stand=local_day(figure.changed_at),
        path=figure_path(figure.town.ags, figure.key, language=language),
    )
