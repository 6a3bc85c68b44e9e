"""What is said about the wall, in German and in English."""

from fractions import Fraction

from klimamosaik.drawing.course import STONES
from klimamosaik.mosaic.kernel.moment import Moment, WallMoment
from klimamosaik.mosaic.kernel.stone import Share, StoneAccount
from klimamosaik.terms.text import Language, Text, both, decimal, joined


def headline(account: StoneAccount, seen: WallMoment | None = None) -> Text:
    """The sentence above the wall; its three numbers add up to 1,000.

    `seen` says the moment the wall was counted at; None: the target's year.
    """
    moment = seen.moment if seen else Moment.TARGET
    coming = planned(account, moment)
    parts = [laid(account), *([coming] if coming else []), missing(account)]
    if seen and moment is Moment.TODAY:
        parts.insert(0, Text("Heute:", "Today:"))
    elif seen and moment is Moment.ON_THE_WAY:
        parts.insert(
            0,
            Text("Im Jahr {year}:", "In {year}:").format(year=seen.year),
        )
    if account.beyond >= 1:
        parts.append(beyond(int(account.beyond)))
    if account.setback >= 1:
        parts.append(setback(int(account.setback)))
    return joined(parts, " ")


def laid(account: StoneAccount) -> Text:
    """How many stones lie."""
    count = account.laid_whole
    if count == 0 and account.laid > 0:
        return Text("Der erste Stein ist angefangen.", "The first stone is begun.")
    if count == 0:
        return Text("Noch liegt kein Stein.", "No stone is laid yet.")
    if count == STONES:
        return Text("Alle 1.000 Steine liegen.", "All 1,000 stones are laid.")
    if count == 1:
        return Text("1 Stein liegt.", "1 stone is laid.")
    return Text("{count} Steine liegen.", "{count} stones are laid.").format(count=count)


def planned(account: StoneAccount, moment: Moment = Moment.TARGET) -> Text | None:
    """How many are planned; today, how many work without having been measured, if any do."""
    count = account.planned_whole
    if count == 0:
        return NONE_PLANNED.get(moment)
    one = ONE_PLANNED if count == 1 else MANY_PLANNED
    return one[moment].format(n=count)


NONE_PLANNED = {
    Moment.ON_THE_WAY: Text("Keiner ist bis dahin geplant.", "None is planned by then."),
    Moment.TARGET: Text("Keiner ist geplant.", "None is planned."),
}
ONE_PLANNED = {
    Moment.TODAY: Text(
        "1 wirkt, ist aber noch nicht gemessen.", "1 is at work but not measured yet."
    ),
    Moment.ON_THE_WAY: Text("1 ist bis dahin geplant.", "1 is planned by then."),
    Moment.TARGET: Text("1 ist geplant.", "1 is planned."),
}
MANY_PLANNED = {
    Moment.TODAY: Text(
        "{n:n} wirken, sind aber noch nicht gemessen.", "{n:n} are at work but not measured yet."
    ),
    Moment.ON_THE_WAY: Text("{n:n} sind bis dahin geplant.", "{n:n} are planned by then."),
    Moment.TARGET: Text("{n:n} sind geplant.", "{n:n} are planned."),
}


def missing(account: StoneAccount) -> Text:
    """How many are missing."""
    count = account.missing_whole
    if count == 0:
        return Text("Keiner fehlt mehr.", "None is missing any more.")
    if count == STONES:
        return Text("Alle 1.000 fehlen noch.", "All 1,000 are still missing.")
    if count == 1:
        return Text("1 von 1.000 fehlt noch.", "1 of 1,000 is still missing.")
    return Text("{count:n} von 1.000 fehlen noch.", "{count:n} of 1,000 are still missing.").format(
        count=count
    )


def beyond(count: int) -> Text:
    """Stones above what is needed."""
    if count == 1:
        return Text("1 Stein geht über das Ziel hinaus.", "1 stone goes beyond the target.")
    return Text(
        "{count:n} Steine gehen über das Ziel hinaus.", "{count:n} stones go beyond the target."
    ).format(count=count)


def setback(count: int) -> Text:
    """Stones the need has grown by since the beginning."""
    if count == 1:
        return Text("1 ist dazugekommen.", "1 has come on top.")
    return Text("{count:n} sind dazugekommen.", "{count:n} have come on top.").format(count=count)


def per_cent(count: int) -> Text:
    """Stones as per cent of what is needed: ten are one, so a tenth says them exactly."""
    digits = 0 if count % 10 == 0 else 1
    return PER_CENT.format(share=both(count / 10, digits))


PER_CENT = Text("{share}\u00a0%", "{share}\u00a0%")


def stones_of(size: Fraction | float, language: Language) -> str:
    """A number of stones with as many digits as it needs: 113, 12.3, 0.02."""
    value = float(size)
    if abs(value) >= 1:
        digits = 0 if abs(value) >= 100 or value == int(value) else 1
    else:
        digits = len(f"{float(f'{value:.2g}'):f}".rstrip("0").split(".")[1])
    return decimal(value, digits=digits, language=language)


def word_for(size: Fraction | float) -> Text:
    """Stone or stones."""
    return Text("Stein", "stone") if size == 1 else Text("Steine", "stones")


def label(share: Share, language: Language) -> str:
    """What a stone says about its measure when it is pointed at."""
    measure = share.measure
    counted = stones_said(share, language)
    return f"{shortened(measure.name)}: {counted}, {measure.state.text.in_(language)}"


def stones_said(share: Share, language: Language) -> str:
    """How many stones, with their range: 12.3 stones (8 to 16)."""
    said = f"{stones_of(share.mean, language)} {word_for(share.mean).in_(language)}"
    return f"{said} ({range_of(share, language)})" if share.low < share.high else said


def range_of(share: Share, language: Language) -> str:
    """From how many stones to how many: 8 to 16."""
    low, high = stones_of(share.low, language), stones_of(share.high, language)
    return f"{low} {Text('bis', 'to').in_(language)} {high}"


LONGEST = 70  # characters of a name on a stone; the table has all of it


def shortened(name: str) -> str:
    """The name, cut at a word where it is too long for a stone."""
    if len(name) <= LONGEST:
        return name
    return name[:LONGEST].rsplit(" ", 1)[0] + " …"


LEGEND = {
    "laid": Text("voll = gemessen", "full = measured"),
    "planned": Text("schraffiert = erwartet", "hatched = expected"),
    "open": Text("leer = noch keine Maßnahme", "empty = no measure yet"),
    "unsure": Text("blasser = innerhalb der Spanne", "fainter = within the range"),
    "possible": Text(
        "gepunktet = fehlt, im günstigen Fall gedeckt", "dotted = missing, covered if all goes well"
    ),
    "undecided": Text("gestrichelt = möglich, nicht beschlossen", "dashed = possible, not decided"),
    "stopped": Text("Kreuz = gestoppt", "cross = stopped"),
    "broken": Text("Loch = verbraucht mehr als vorher", "hole = uses more than before"),
}


def what_a_stone_is(target_year: int | None) -> Text:
    """The unit of the picture."""
    if target_year is None:
        return Text(
            "Ein Stein ist ein Tausendstel der nötigen Minderung im Jahr",
            "One stone is a thousandth of the yearly reduction needed",
        )
    return Text(
        "Ein Stein ist ein Tausendstel der Minderung bis {target_year}",
        "One stone is a thousandth of the reduction needed by {target_year}",
    ).format(target_year=target_year)
