"""The leading question answered in words, the same for the office and for strangers."""

from collections.abc import Sequence

from klimamosaik.planning.queries.answer import Contribution, JointEffect
from klimamosaik.planning.queries.kinds import FEW, MeasureKind
from klimamosaik.terms.text import Text, joined
from klimamosaik.terms.tonnes import tonnes
from klimamosaik.terms.tonnes_range import tonnes_range

ONE, MANY = Text("Eine Maßnahme", "One measure"), Text("{count:n} Maßnahmen", "{count:n} measures")
NO_MEASURES = Text("Noch gibt es keine Maßnahmen", "There are no measures yet")
NONE_SHOWN = Text(
    "{several}, noch von keiner ist eine Wirkung nachgewiesen",
    "{several}, no effect of any is shown yet",
)
SHOWN = Text(
    "{several}, {seen:n} davon mit nachgewiesener Wirkung: {energy:n} MWh und {mass} t CO₂e im "
    "Jahr {less}{worse}",
    "{several}, {seen:n} with a proven effect: {energy:n} MWh and {mass} t CO₂e a year "
    "{less}{worse}",
)
ONE_WORSE = Text(
    "; eine davon hat den Verbrauch erhöht (+{mass} t)", "; one of them raised use (+{mass} t)"
)
MANY_WORSE = Text(
    "; {count:n} davon haben den Verbrauch erhöht (+{mass} t)",
    "; {count:n} of them raised use (+{mass} t)",
)
SHARE = Text(
    "Das sind {share:.1n} der {need:rough} t, die die Gemeinde bis {year} im Jahr weniger "
    "ausstoßen muss.",
    "This is {share:.1n} of the {need:rough} t a year the municipality must emit less by {year}.",
)
HARDLY = Text(
    "Das ist weniger als 0,1\u00a0% der {need:rough} t, die die Gemeinde bis {year} im Jahr "
    "weniger ausstoßen muss.",
    "This is less than 0.1\u00a0% of the {need:rough} t a year the municipality must emit less by "
    "{year}.",
)
LEAST_SHARE = 0.1  # [%] printed with one digit
NO_NEED = Text(
    "Welcher Teil des Ziels das ist, ist nicht bekannt: Es fehlt eine Bilanz, die sagt, wie viel "
    "bis {year} zu mindern ist.",
    "What part of the target this is is not known: there is no balance that says how much is to "
    "be reduced by {year}.",
)
WORSE = Text(
    "Schlechter als vorher: „{name}“, {mass} t CO₂e im Jahr mehr.",
    "Worse than before: “{name}”, {mass} t CO₂e a year more.",
)
FEW_MEASURED = Text(
    "Wenige Messungen: Unter fünf gemessenen Maßnahmen ist das ein Hinweis, noch kein Beleg.",
    "Few measurements: below five measured measures this is a hint, no proof yet.",
)
NOT_MEASURED = Text("Noch nicht gemessen: {fields}.", "Not measured yet: {fields}.")


def headline(found: JointEffect) -> Text:
    """x measures, y MWh, z t, and what of it got worse."""
    if not found.lines:
        return NO_MEASURES
    count, seen = len(found.lines), found.measured.count
    several = ONE if count == 1 else MANY.format(count=count)
    if not seen:
        return NONE_SHOWN.format(several=several)
    less = Text("weniger", "less") if found.measured.tonnes.mean >= 0 else Text("mehr", "more")
    return SHOWN.format(
        several=several,
        seen=seen,
        energy=abs(found.saved_mwh),
        mass=tonnes(abs(found.measured.tonnes.mean)),
        less=less,
        worse=worse_in_short(found.worse),
    )


def worse_in_short(worse: Sequence[Contribution]) -> Text:
    """How many of those measured raised use, and by how much together; empty where none did."""
    if not worse:
        return Text("", "")
    mass = tonnes(-sum(line.tonnes.mean for line in worse if line.tonnes))
    return (ONE_WORSE if len(worse) == 1 else MANY_WORSE).format(count=len(worse), mass=mass)


def share_said(found: JointEffect) -> tuple[Text, ...]:
    """What part of the reduction needed is measured; why not known; nothing if none is measured."""
    if not found.measured.count:
        return ()
    share = found.share_of_target
    if share is None or found.need_t is None:
        return (NO_NEED.format(year=found.target_year),)
    words = SHARE if max(abs(share.low), abs(share.high)) >= LEAST_SHARE else HARDLY
    return (words.format(share=share, need=found.need_t, year=found.target_year),)


def worse_said(found: JointEffect) -> tuple[Text, ...]:
    """Each measure that raised use, by name."""
    return tuple(
        WORSE.format(name=line.measure.name, mass=tonnes_range(line.tonnes.scaled(-1.0)))
        for line in found.worse
        if line.tonnes is not None
    )


def kinds_notes(kinds: Sequence[MeasureKind]) -> tuple[Text, ...]:
    """What is to be said below the table of kinds: what nobody measured, and how few there are."""
    open_ones = [
        kind.field.text
        for kind in kinds
        if kind.field.has_tonnes and not kind.measured and not kind.elsewhere
    ]
    texts = []
    if open_ones:
        texts.append(NOT_MEASURED.format(fields=joined(open_ones)))
    if any(0 < kind.measured < FEW for kind in kinds):
        texts.append(FEW_MEASURED)
    return tuple(texts)
