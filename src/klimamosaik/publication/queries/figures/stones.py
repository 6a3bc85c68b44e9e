"""The mosaic as a figure: stones that lie, that are planned, that are missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from klimamosaik.mosaic.kernel.moment import Moment, WallMoment
from klimamosaik.mosaic.kernel.stone import Share, StoneAccount, account
from klimamosaik.mosaic.kernel.wording import headline
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.pathway.queries.pathways import Pathway, chosen, stones_in
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
from klimamosaik.publication.queries.wall import left_out
from klimamosaik.terms.period import local_day
from klimamosaik.terms.quality import Quality, worked_out
from klimamosaik.terms.text import Text

TODAY_KEY, TARGET_KEY = "mosaik", "mosaik-ziel"
UNIT = Text("Steine", "stones")
STATES = {
    ContributionState.MEASURED: Text("nachgewiesen", "shown by meters"),
    ContributionState.EXPECTED: Text("erwartet", "expected"),
}
MISSING = Text("fehlt noch", "still missing")
OTHERS = Text("weitere, nicht einzeln veröffentlicht", "others, not published by themselves")
DEFINITION = Text(
    "Tausend Steine sind die jährliche Minderung, die bis zum Zieljahr nötig ist; ein Stein ist "
    "ein Tausendstel davon. Nachgewiesen ist, was Zähler zeigen; erwartet ist, was "
    "beschlossene Maßnahmen bringen sollen.",
    "A thousand stones are the yearly reduction needed by the target year; one stone is a "
    "thousandth of it. Shown is what meters prove; expected is what decided measures are to "
    "bring.",
)


@dataclass(frozen=True)
class LaidStones:
    """The stones of a year as strangers see them."""

    goal: Text
    seen: WallMoment
    counted: StoneAccount
    need_known_by: Quality  # of what a thousand stones stand for

    def known_by(self, shares: Iterable[Share]) -> Quality:
        """How some stones are known: tonnes of the year, shared out over what is needed."""
        return worked_out(self.need_known_by, *(share.measure.tonnes.quality for share in shares))


def keys(known: Known) -> Iterable[str]:
    """Those of today and of the target's year, where the mosaic is public and can be drawn."""
    if not known.published.has(PublishedKind.MOSAIC):
        return []
    return [key for key in (TODAY_KEY, TARGET_KEY) if laid(known, key)]


def laid(known: Known, key: str) -> LaidStones | None:
    """The stones on the way to the last target; None where nothing can be laid."""
    goal = chosen(goals_of(municipality=known.municipality), None)
    way = next((each for each in known.pathways if each.goal == goal), None)
    if way is None or way.need_t is None or way.need_t <= 0:
        return None
    seen = moment_of(way, known) if key == TODAY_KEY else WallMoment(Moment.TARGET, goal.year)
    stones = way.stones
    if seen.moment is Moment.TODAY and way.outlook is not None:
        stones = stones_in(way.outlook, way.known, seen.year)
    told = [stone for stone in stones if int(stone.code) not in known.untold]
    return LaidStones(goal_text(goal), seen, account(told, way.need_t), way.need_known_by)


def moment_of(way: Pathway, known: Known) -> WallMoment:
    """Today, where the way reaches it; else the target's year."""
    this_year = local_day(known.at).year
    reached = way.outlook is not None and int(way.outlook.years[0]) <= this_year < way.goal.year
    return (
        WallMoment(Moment.TODAY, this_year) if reached else WallMoment(Moment.TARGET, way.goal.year)
    )


def make(known: Known, key: str) -> PublicFigure:
    """The stones of a year: by measure, where a measure is published."""
    known.published.require(PublishedKind.MOSAIC)
    found = laid(known, key)
    if found is None:
        raise NotPublic
    return PublicFigure(
        key=key,
        town=known.town,
        title=title(known, key),
        headline=headline(found.counted, found.seen),
        sentence=found.goal,
        definition=DEFINITION,
        shape=FigureShape.STONES,
        digits=2,
        data=tuple(rows(known, found)),
        source=own_source(known),
        method="",
        data_version=known.data_version,
        changed_at=changed_at(known, known.data_version, known.published.newest),
        theme="ENVI",
        page=page_path(known.town.ags),
        notes=left_out(known),
    )


def title(known: Known, key: str) -> Text:
    """What it is called."""
    if key == TODAY_KEY:
        return Text("Das Klimamosaik heute", "The climate mosaic today")
    return Text("Das Klimamosaik im Zieljahr", "The climate mosaic in the target's year")


def rows(known: Known, found: LaidStones) -> Iterable[Datum]:
    """Stones of each published measure, of all others together, and what is missing."""
    public = set(known.published.ids(PublishedKind.MEASURE))
    counted, year = found.counted, str(found.seen.year)
    for state, named in STATES.items():
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
                quality=found.known_by([share]),
                place=Text(name, name),
            )
        rest = [share for share in shares if share not in own]
        others = sum(float(share.mean) for share in rest)
        if others:
            yield datum(
                state.name.lower(),
                named,
                year,
                others,
                UNIT.de,
                digits=2,
                quality=found.known_by(rest),
                place=OTHERS,
            )
    yield datum(
        "missing",
        MISSING,
        year,
        float(counted.missing),
        UNIT.de,
        digits=2,
        quality=found.known_by(share for share in counted.shares if share.measure.state in STATES),
        given=False,
    )


STONES = FigureKind(
    keys, lambda key: key in (TODAY_KEY, TARGET_KEY), make, title, PublishedKind.MOSAIC
)
