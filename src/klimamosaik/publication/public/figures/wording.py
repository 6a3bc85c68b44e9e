"""Sentences around a figure: what a paper prints, how it is cited, what a picture shows."""

from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

ENDS = (".", "?", "!")
ENDED = Text("{said}.", "{said}.")
SOURCE = Text("Quelle: {source}, Stand {day:short}", "Source: {source}, as of {day:short}")
DATA = Text("Datenversion {version}", "data version {version}")
DATA_AND_METHOD = Text(
    "Datenversion {version}, Methode {method}", "data version {version}, method {method}"
)
LICENCE = Text("Lizenz: {name} ({short})", "Licence: {name} ({short})")
CITED = Text(
    "{publisher} ({year}): {title} Stand {day:short}, {data}. {licence}. {address}",
    "{publisher} ({year}): {title} As of {day:short}, {data}. {licence}. {address}",
)
SEEN = Text(
    "{shape}: {title} {headline} {sentence} {source}.",
    "{shape}: {title} {headline} {sentence} {source}.",
)
TOWN_INVENTED = Text("{name} (erfundene Stadt)", "{name} (an invented town)")


def ended(text: Text) -> Text:
    """A few words as a sentence; what ends already stays."""
    return text if text.de.endswith(ENDS) else ENDED.format(said=text)


def sentences(figure: PublicFigure) -> tuple[Text, ...]:
    """What the figure says, how sure that is, what is counted, if anything; nothing twice."""
    counted = (figure.definition,) if figure.data else ()
    told = (figure.headline, figure.sentence, *counted)
    return tuple(dict.fromkeys(map(ended, told)))


def source_line(figure: PublicFigure) -> Text:
    """Whose figure it is, and of which day."""
    day = local_day(figure.changed_at)
    return SOURCE.format(source=figure.source, day=day)


def data_line(figure: PublicFigure) -> Text:
    """The state of data, and the version of the way of computing where it has one."""
    method, _, _form = figure.method.partition(" ")  # the form is told in words elsewhere
    form = DATA_AND_METHOD if method else DATA
    return form.format(version=figure.data_version, method=method)


def licence_line(figure: PublicFigure) -> Text:
    """The licence by its name."""
    licence = figure.town.licence
    return LICENCE.format(name=licence.name, short=licence.short)


def town_line(figure: PublicFigure) -> Text:
    """The municipality; an invented one says so wherever its name stands."""
    name = Text(figure.town.name, figure.town.name)
    return TOWN_INVENTED.format(name=name) if figure.town.synthetic else name


def citation(asked: FigureAsked) -> Text:
    """How the figure is cited, in both languages."""
    figure = asked.figure
    day = local_day(figure.changed_at)
    return CITED.format(
        publisher=figure.source,
        year=day.year,
        title=ended(figure.title),
        day=day,
        data=data_line(figure),
        licence=figure.town.licence.short,
        address=asked.address(),
    )


def alt_text(figure: PublicFigure) -> Text:
    """What the picture shows, for whoever puts it on a page of their own."""
    more = figure.sentence if figure.sentence != figure.headline else figure.definition
    return SEEN.format(
        shape=figure.shape.text,
        title=ended(figure.title),
        headline=ended(figure.headline),
        sentence=ended(more),
        source=source_line(figure),
    )
