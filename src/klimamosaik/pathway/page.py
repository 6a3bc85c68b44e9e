"""What the page of the mosaic shows."""

from dataclasses import dataclass, replace

from django.urls import reverse

from klimamosaik.pathway.mosaic.layout import Kind, lay
from klimamosaik.pathway.mosaic.mosaic import Mosaic, mosaic
from klimamosaik.pathway.mosaic.paint import Paint
from klimamosaik.pathway.mosaic.picture import Orientation
from klimamosaik.pathway.mosaic.stone import Account, Field, StoneMeasure
from klimamosaik.pathway.mosaic.table import as_html
from klimamosaik.pathway.mosaic.wording import LEGEND
from klimamosaik.pathway.queries import Pathway
from klimamosaik.pathway.wording import both, goal_text, missing_text, need_text, notes
from klimamosaik.terms.text import Language, Text

HEAVY = 80_000  # [characters] of two walls; above, only the lying one, so that the page stays light


@dataclass(frozen=True)
class Page:
    """Sentence, picture in two forms, table, and what it stands on."""

    pathway: Pathway
    lying: str  # SVG; empty where nothing can be drawn
    standing: str  # SVG; empty where the page would get too heavy
    headline: Text | None
    table: str  # HTML
    legend: tuple[Text, ...]
    fields: tuple[Field, ...]
    stone: Text | None  # what one stone is
    goal: Text
    need: Text
    missing: tuple[Text, ...]
    notes: tuple[Text, ...]


def page_of(*, pathway: Pathway, language: Language) -> Page:
    """Assemble the page; without a need there are sentences only."""
    need = pathway.need_t
    drawn = wall(pathway, language, Orientation.LYING) if need is not None and need > 0 else None
    standing = wall(pathway, language, Orientation.STANDING).svg if drawn else ""
    lying = drawn.svg if drawn else ""
    present = {stone.field for stone in pathway.stones}
    return Page(
        pathway=pathway,
        lying=lying,
        standing=standing if len(lying) + len(standing) < HEAVY else "",
        headline=drawn.headline if drawn else None,
        table=as_html(drawn.table, language) if drawn else "",
        legend=legend_of(drawn.account) if drawn else (),
        fields=tuple(field for field in Field if field in present),
        stone=one_stone(need) if drawn and need is not None else None,
        goal=goal_text(pathway.goal),
        need=need_text(pathway),
        missing=missing_text(pathway),
        notes=notes(pathway),
    )


def wall(
    pathway: Pathway, language: Language, orientation: Orientation, *, alone: bool = False
) -> Mosaic:
    """The wall for a page, or as a picture of its own with sentence and legend."""
    assert pathway.need_t is not None
    return mosaic(
        measures=pathway.stones if alone else linked(pathway),
        need_t=pathway.need_t,
        language=language,
        orientation=orientation,
        paint=Paint.ALONE if alone else Paint.PAGE,
        captioned=alone,
        target_year=pathway.goal.year,
        ident=orientation.value,
    )


def legend_of(account: Account) -> tuple[Text, ...]:
    """What the marks mean that occur in the wall."""
    laid = lay(account)
    kinds = {span.kind for span in laid.spans}
    occurs = {
        "laid": True,
        "planned": True,
        "open": True,
        "unsure": bool(kinds & {Kind.LAID_UNSURE, Kind.PLANNED_UNSURE}),
        "possible": Kind.POSSIBLE in kinds,
        "stopped": Kind.STOPPED in kinds,
        "broken": bool(laid.broken),
    }
    return tuple(text for name, text in LEGEND.items() if occurs[name])


def linked(pathway: Pathway) -> tuple[StoneMeasure, ...]:
    """The stones with the way to their measure."""
    ags = pathway.municipality.ags
    return tuple(
        replace(stone, href=reverse("effect", args=[ags, int(stone.code)]))
        for stone in pathway.stones
    )


def one_stone(need_t: float) -> Text:
    """What one stone stands for."""
    tonnes = both(need_t / 1000, 0 if need_t >= 100_000 else 1)
    return Text(
        f"Ein Stein ist ein Tausendstel der nötigen Minderung: {tonnes.de} t CO2e im Jahr.",
        f"One stone is a thousandth of the reduction needed: {tonnes.en} t CO2e a year.",
    )
