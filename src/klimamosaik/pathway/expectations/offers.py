"""What lists state of each measure, offered as an expectation; what is not certain says why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from klimamosaik.measures.models import Measure, StatedEffect
from klimamosaik.measures.models.phase import Phase
from klimamosaik.pathway.models import ExpectedEffect
from klimamosaik.pathway.queries.uses import USE_OF
from klimamosaik.places.models import Municipality
from klimamosaik.sources.measure_lists import says_yearly, years_of
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text

TONNES, ENERGY = "t CO2e/a", "MWh/a"  # units of stated effects
UNIT = re.compile(  # named, not only meant, as by "THG-Minderung"
    r"(?i)(?<![a-zäöü])(?:k?t|kg|tonnen?|tons?|[kmg]wh)(?![a-zäöü])"
)
SUMMED = re.compile(r"(?i)kumul|insgesamt|gesamt|laufzeit|lebensdauer|total|cumulat|lifetime")


@dataclass(frozen=True)
class Offer:
    """One measure with what is known and what its list states."""

    measure: Measure
    known: ExpectedEffect | None
    stated: tuple[StatedEffect, ...]  # word for word, with their sources
    tonnes: StatedEffect | None  # the one number of tonnes a list states; None: none, or several
    mwh: float | None  # [MWh/a] a list states, where unit and year are said
    field: Field | None  # None: to be chosen, its fields act on different uses
    doubt: Text | None  # why nothing is proposed from the start; None: certain, or nothing stated

    @property
    def proposed(self) -> bool:
        """True where a stated number can be taken over as it is."""
        certain = self.tonnes is not None and self.doubt is None
        return certain and self.known is None and self.field is not None

    @property
    def years(self) -> tuple[int, ...]:
        """Years the list names beside its numbers."""
        return tuple(sorted({year for each in self.stated for year in years_of(said_in(each))}))


def offers_of(municipality: Municipality) -> tuple[Offer, ...]:
    """Every running measure that counts in tonnes: those to be entered first."""
    found = [offer_of(measure) for measure in running(municipality) if counts(measure)]
    return tuple(sorted(found, key=lambda one: (one.known is not None, not one.stated)))


def running(municipality: Municipality) -> QuerySet[Measure]:
    """Measures that were not stopped, with what lists state of them."""
    found = Measure.objects.filter(municipality=municipality).exclude(phase=Phase.STOPPED)
    return (
        found.select_related("expected_effect")
        .prefetch_related("stated_effects")
        .order_by("key", "name")
    )


def counts(measure: Measure) -> bool:
    """True where a measure may count in tonnes: one of its fields does, or none is named."""
    return not measure.fields or any(field.has_tonnes for field in measure.fields)


def offer_of(measure: Measure) -> Offer:
    """One measure with what its lists state."""
    stated = tuple(measure.stated_effects.all())
    numbers = [each for each in stated if each.likely is not None]
    tonnes = [each for each in numbers if each.unit == TONNES]
    energy = [each for each in numbers if each.unit == ENERGY and unsaid(each) is None]
    return Offer(
        measure=measure,
        known=getattr(measure, "expected_effect", None),
        stated=stated,
        tonnes=tonnes[0] if len(tonnes) == 1 else None,
        mwh=energy[0].likely if len(energy) == 1 else None,
        field=field_for(measure),
        doubt=doubt_of(stated, tonnes),
    )


def doubt_of(stated: Sequence[StatedEffect], tonnes: Sequence[StatedEffect]) -> Text | None:
    """Why what a list states cannot be taken over as it is; None where it can, or says nothing."""
    if not stated:
        return None
    if not tonnes:
        return NO_TONNES
    return SEVERAL if len(tonnes) > 1 else unsaid(tonnes[0])


def unsaid(effect: StatedEffect) -> Text | None:
    """What the words of a stated number leave open."""
    told = said_in(effect)
    reasons = (
        (NO_UNIT, UNIT.search(told) is None),
        (A_SUM, SUMMED.search(told) is not None),
        (NOT_YEARLY, not says_yearly(told)),
        (NOT_ABOVE_ZERO, (effect.likely or 0.0) <= 0),
    )
    return next((text for text, holds in reasons if holds), None)


def said_in(effect: StatedEffect) -> str:
    """Heading and cell as they stand in the list."""
    return f"{effect.heading} {effect.words}"


def field_for(measure: Measure) -> Field | None:
    """The field its tonnes belong to; None where its fields act on different uses, or on none."""
    known: ExpectedEffect | None = getattr(measure, "expected_effect", None)
    if known is not None:
        return Field(known.field)
    able = [field for field in measure.fields if field.has_tonnes]
    return able[0] if len({USE_OF[field] for field in able}) == 1 else None


NO_TONNES = Text("nennt keine Zahl in Tonnen", "names no number of tonnes")
SEVERAL = Text("nennt mehrere Zahlen in Tonnen", "names several numbers of tonnes")
NO_UNIT = Text("nennt keine Einheit", "names no unit")
A_SUM = Text("klingt nach einer Summe über Jahre", "sounds like a sum over years")
NOT_YEARLY = Text("sagt nicht, ob im Jahr", "does not say whether a year")
NOT_ABOVE_ZERO = Text("nennt keine Minderung über null", "names no reduction above zero")
