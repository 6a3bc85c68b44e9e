"""A municipality's wall at a glance, for a list of several."""

from dataclasses import dataclass

from klimamosaik.mosaic.kernel.miniature import small_wall
from klimamosaik.mosaic.kernel.stone import account
from klimamosaik.mosaic.kernel.wording import headline
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.start import Start
from klimamosaik.pathway.queries.wording import both, need_text
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import Language, Text


@dataclass(frozen=True)
class Glance:
    """One line of the list."""

    municipality: Municipality
    sentence: Text
    balance: Text | None  # None: nobody knows
    svg: str  # empty where nothing can be drawn
    estimated: bool  # from public statistics alone, no statement of the municipality's own


def glance_at(pathway: Pathway, language: Language) -> Glance:
    """The wall in miniature, its sentence, and the balance it starts from."""
    town, start, need = pathway.municipality, pathway.start, pathway.need_t
    if start is None or need is None or need <= 0:
        return Glance(town, need_text(pathway), None, "", estimated=False)
    counted = account(pathway.stones, need)
    sentence = headline(counted)
    svg = small_wall(counted, sentence, language, f"m{town.ags}")
    return Glance(town, sentence, balance_text(start), svg, estimated=start.estimated)


def balance_text(start: Start) -> Text | None:
    """What was emitted, in all and per head; None where only the need is known."""
    if start.by_hand:
        return None
    tonnes = both(start.emissions_t)
    said = Text(
        "{year}: {tonnes} t CO₂e",
        "{year}: {tonnes} t CO₂e",
    ).format(year=start.year, tonnes=tonnes)
    if not start.population:
        return said
    head = both(start.emissions_t / start.population, 1)
    return Text(
        "{said}, {head} t je Kopf",
        "{said}, {head} t per head",
    ).format(said=said, head=head)
