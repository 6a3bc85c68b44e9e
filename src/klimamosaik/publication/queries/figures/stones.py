"""The mosaic as a figure: stones that lie, that are planned, that are missing."""

from collections.abc import Iterable

from klimamosaik.mosaic.kernel.stone import StoneAccount, account
from klimamosaik.mosaic.kernel.wording import headline
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.pathway.queries.pathways import Pathway, chosen
from klimamosaik.pathway.queries.required_reduction import goals_of
from klimamosaik.pathway.queries.wording import goal_text
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.figures.kind import (
    FigureKind,
    changed_at,
    datum,
    own_source,
)
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.published import NotPublic
from klimamosaik.publication.queries.results import Datum, FigureShape, PublicFigure
from klimamosaik.terms.figure import Quality
from klimamosaik.terms.text import Text

KEY = "mosaik"
UNIT = Text("Steine", "stones")
STATES = {
    ContributionState.MEASURED: (Text("gemessen", "measured"), Quality.MEASURED),
    ContributionState.EXPECTED: (Text("erwartet", "expected"), Quality.ESTIMATED),
}
MISSING = Text("fehlt noch", "still missing")
OTHERS = Text("weitere, nicht einzeln veröffentlicht", "others, not published by themselves")
DEFINITION = Text(
    "Tausend Steine sind die jährliche Minderung, die bis zum Zieljahr nötig ist; ein Stein ist "
    "ein Tausendstel davon. Gemessen liegt, was Zähler nachweisen; erwartet ist, was "
    "beschlossene Maßnahmen bringen sollen.",
    "A thousand stones are the yearly reduction needed by the target year; one stone is a "
    "thousandth of it. Measured lies what meters show; expected is what decided measures are to "
    "bring.",
)


def keys(known: Known) -> Iterable[str]:
    """There is one where the mosaic is public and can be drawn."""
    return [KEY] if known.published.has(PublishedKind.MOSAIC) and laid(known) else []


def laid(known: Known) -> tuple[Pathway, StoneAccount] | None:
    """The way to the last target and its account of stones; None where nothing can be laid."""
    goal = chosen(goals_of(municipality=known.municipality), None)
    way = next((each for each in known.pathways if each.goal == goal), None)
    if way is None or way.need_t is None or way.need_t <= 0:
        return None
    return way, account(way.stones, way.need_t)


def make(known: Known, key: str) -> PublicFigure:
    """The stones of the target's year: by measure, where a measure is published."""
    known.published.require(PublishedKind.MOSAIC)
    found = laid(known)
    if found is None:
        raise NotPublic
    way, counted = found
    return PublicFigure(
        key=KEY,
        town=known.town,
        title=title(key),
        headline=headline(counted),
        sentence=goal_text(way.goal),
        definition=DEFINITION,
        shape=FigureShape.STONES,
        digits=2,
        data=tuple(rows(known, counted, str(way.goal.year))),
        source=own_source(known),
        method="",
        data_version=known.data_version,
        changed_at=changed_at(known, known.data_version, known.published.newest),
        theme="ENVI",
        page=page_path(known.town.ags),
    )


def title(key: str) -> Text:
    """What it is called."""
    return Text("Das Klimamosaik", "The climate mosaic")


def rows(known: Known, counted: StoneAccount, year: str) -> Iterable[Datum]:
    """Stones of each published measure, of all others together, and what is missing."""
    public = set(known.published.ids(PublishedKind.MEASURE))
    for state, (named, quality) in STATES.items():
        shares = [share for share in counted.shares if share.measure.state is state]
        own = [share for share in shares if int(share.measure.code) in public]
        for share in own:
            name = share.measure.name
            yield datum(
                state.name.lower(),
                named,
                year,
                float(share.mean),
                UNIT.de,
                digits=2,
                quality=quality,
                place=Text(name, name),
            )
        others = sum(float(share.mean) for share in shares if share not in own)
        if others:
            yield datum(
                state.name.lower(),
                named,
                year,
                others,
                UNIT.de,
                digits=2,
                quality=quality,
                place=OTHERS,
            )
    yield datum(
        "missing",
        MISSING,
        year,
        float(counted.missing),
        UNIT.de,
        digits=2,
        quality=Quality.ESTIMATED,
    )


STONES = FigureKind(keys, lambda key: key == KEY, make, title, PublishedKind.MOSAIC)
