"""A municipality's wall at a glance, for a list of several."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from klimamosaik.balance.queries.balances import balance_of
from klimamosaik.drawing.course import course
from klimamosaik.drawing.miniature import miniature
from klimamosaik.mosaic.kernel.moment import Moment, WallMoment
from klimamosaik.mosaic.kernel.stone import Share, StoneAccount, account
from klimamosaik.mosaic.kernel.wording import headline
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.start import Start
from klimamosaik.pathway.queries.wording import both, need_text
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Language, Text, joined


@dataclass(frozen=True)
class Glance:
    """One line of the list."""

    municipality: Municipality
    sentence: Text  # its stones, or why there are none
    balance: Text | None  # None: nobody knows
    svg: str  # empty where nothing can be drawn
    stones: bool  # True where any are laid or planned
    uses: tuple[tuple[str, float], ...]  # [t CO2e/a per head] by use; empty: people not known
    unusual: Text | None  # why its balance is unlike others
    estimated: bool  # from public statistics alone, no statement of the municipality's own

    @property
    def per_head(self) -> float | None:
        """What is emitted per head [t CO2e/a]; None: not known."""
        return sum(tonnes for _, tonnes in self.uses) if self.uses else None


def without_wall(town: Municipality, sentence: Text) -> Glance:
    """A municipality of which no wall can be drawn, with the reason."""
    return Glance(town, sentence, None, "", stones=False, uses=(), unusual=None, estimated=False)


def glance_at(pathway: Pathway, language: Language) -> Glance:
    """The wall in miniature, its sentence, and the balance it starts from."""
    town, start, need = pathway.municipality, pathway.start, pathway.need_t
    if start is None or need is None or need <= 0:
        return without_wall(town, need_text(pathway))
    counted = account(pathway.stones, need)
    sentence = headline(counted, WallMoment(Moment.ON_THE_WAY, pathway.goal.year))
    svg = small_wall(counted, sentence, language, f"m{town.ags}")
    return Glance(
        town,
        sentence,
        balance_text(start),
        svg,
        stones=counted.laid + counted.planned > 0,
        uses=uses_per_head(start),
        unusual=unusual(town, start),
        estimated=start.estimated,
    )


def uses_per_head(start: Start) -> tuple[tuple[str, float], ...]:
    """Emissions per head by use [t CO2e/a]; none where the people or the emissions are unknown."""
    people = start.population
    if start.by_hand or not people:
        return ()
    return tuple((use.code, use.emissions_t / people) for use in start.uses)


def unusual(town: Municipality, start: Start) -> Text | None:
    """Why a town's emissions per head are far above those of its kind; None where they are not."""
    if start.by_hand:
        return None
    try:
        found = balance_of(ags=town.ags, year=start.year).outliers
    except InputRejected:
        return None
    high = [one.text for one in found if one.what == "total" and one.value > one.typical]
    plants = [one.text for one in found if one.code == "concentrated"]
    return joined([*high, *plants], " ") if high else None


def balance_text(start: Start) -> Text | None:
    """What was emitted, in all and per head; None where only the need is known."""
    if start.by_hand:
        return None
    tonnes = both(start.emissions_t)
    said = Text("{year}: {tonnes} t CO₂e", "{year}: {tonnes} t CO₂e").format(
        year=start.year, tonnes=tonnes
    )
    if not start.population:
        return said
    head = both(start.emissions_t / start.population, 1)
    return Text("{said}, {head} t je Kopf", "{said}, {head} t per head").format(
        said=said, head=head
    )


def small_wall(account: StoneAccount, sentence: Text, language: Language, ident: str) -> str:
    """The wall in miniature; whole stones only."""
    laid = (
        (share.measure.field, share.measure.state is ContributionState.MEASURED, cells)
        for share, cells in whole_stones(account)
    )
    return miniature(laid, said=sentence.in_(language), language=language, ident=ident)


def whole_stones(account: StoneAccount) -> Iterator[tuple[Share, Sequence[tuple[int, int]]]]:
    """Cells of each measure, as far as its state lies once what made it worse is taken off."""
    at = Fraction(0)
    ends = {
        ContributionState.MEASURED: account.laid,
        ContributionState.EXPECTED: account.laid + account.planned,
    }
    for share in account.shares:
        end = ends.get(share.measure.state)
        if end is None or share.mean <= 0:
            continue
        first, at = at, max(at, min(at + share.mean, end))
        cells = course()[int(first) : int(at)]
        if cells:
            yield share, cells
