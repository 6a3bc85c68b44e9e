"""What is said about a plan."""

from klimamosaik.pathway.queries.wording import both, percent
from klimamosaik.planning.models import Selection
from klimamosaik.planning.outcome import Outcome
from klimamosaik.terms.text import Text, joined

SAME = 0.0005  # 1, a difference nobody would print


def headline(selection: Selection, found: Outcome) -> Text:
    """How many of how many, and what they bring by when."""
    choice = len(found.planned) + len(found.passed)
    if not choice:
        return NOTHING_TO_CHOOSE
    if not found.planned:
        return nothing_fits(selection, found)
    tonnes = both(found.reach.saved.mean, found.digits)
    chosen, last = len(found.planned), selection.last_year
    if chosen == 1:
        return Text(
            "1 von {choice} Maßnahmen spart bis {last} {tonnes} t CO₂e im Jahr.",
            "1 of {choice} measures saves {tonnes} t CO₂e a year by {last}.",
        ).format(choice=choice, last=last, tonnes=tonnes)
    return Text(
        "{chosen} von {choice} Maßnahmen sparen bis {last} zusammen {tonnes} t CO₂e im Jahr.",
        "{chosen} of {choice} measures together save {tonnes} t CO₂e a year by {last}.",
    ).format(chosen=chosen, choice=choice, last=last, tonnes=tonnes)


def nothing_fits(selection: Selection, found: Outcome) -> Text:
    """Why nothing can be begun, and the least money that would change it."""
    cheapest = found.cheapest
    if found.first_effect is not None and found.first_effect > selection.last_year:
        return TOO_SHORT.format(last=selection.last_year, year=found.first_effect)
    if cheapest is None or cheapest.least_budget is None:
        return NOTHING_FITS
    if cheapest.least_budget <= selection.budget:
        return NOTHING_FITS
    return CHEAPEST.format(
        budget=selection.budget,
        name=cheapest.name,
        cost=cheapest.cost,
        least=cheapest.least_budget,
    )


def more_text(found: Outcome) -> Text | None:
    """What a little more money would buy beside the plan; None where money is not what lacks."""
    one = found.next_up
    if one is None or one.more is None or not found.planned:
        return None
    tonnes = both(one.mean_t, found.digits)
    return A_LITTLE_MORE.format(more=one.more, name=one.name, tonnes=tonnes)


def reach_text(found: Outcome) -> Text:
    """The range, and how much better any plan could be."""
    low, high = (both(end, found.digits) for end in (found.reach.saved.low, found.reach.saved.high))
    beaten = beaten_by(found.shortfall)
    overlap = WITH_OVERLAPS if not found.overlaps_off else Text("", "")
    return Text(
        "Spanne (90 %): {low} bis {high} t. Gesucht war die größte Summe über alle Jahre; "
        "{beaten}.{overlap}",
        "Range (90 %): {low} to {high} t. Sought was the largest sum over all years; "
        "{beaten}.{overlap}",
    ).format(low=low, high=high, beaten=beaten, overlap=overlap)


def beaten_by(shortfall: float) -> Text:
    """How much better any plan could be."""
    if shortfall < SAME:
        return Text("mehr erreicht kein Plan", "no plan reaches more")
    better = both(100 * shortfall, 1)
    return Text(
        "kein Plan kann sie um mehr als {better} % übertreffen",
        "no plan can exceed it by more than {better} %",
    ).format(better=better)


def money_text(selection: Selection, found: Outcome) -> Text:
    """What it takes of the money and the staff."""
    text = joined([spent_text(selection, found), *grant_texts(found)], " ")
    if selection.staff_days is None:
        return text
    days, limit = both(max(found.staff, default=0.0)), both(selection.staff_days)
    return Text(
        "{text} Personal: höchstens {days} von {limit} Tagen im Jahr.",
        "{text} Staff: at most {days} of {limit} days a year.",
    ).format(text=text, days=days, limit=limit)


def spent_text(selection: Selection, found: Outcome) -> Text:
    """The own money of all years, and of the dearest."""
    years = selection.last_year - selection.first_year + 1
    text = SPENT_CARRIED if selection.carried else SPENT
    return text.format(
        spent=sum(found.cost),
        most=max(found.cost, default=0.0),
        budget=selection.budget,
        whole=selection.budget * years,
    )


def grant_texts(found: Outcome) -> list[Text]:
    """The grants counted on; nothing where there are none."""
    grants = sum(one.grant for one in found.planned)
    return [WITH_GRANTS.format(amount=grants)] if grants else []


def gap_text(found: Outcome) -> Text:
    """What is then still missing of the target."""
    reach, year = found.reach, found.target_year
    if reach.gap is None:
        return NO_GAP
    chance = Text("", "")
    if reach.probability is not None:
        likely = percent(reach.probability)
        chance = Text(
            " Wahrscheinlichkeit, das Ziel so zu erreichen: {likely}.",
            " Probability of meeting the target this way: {likely}.",
        ).format(likely=likely)
    if reach.gap.mean <= 0:
        return Text(
            "Mit dem, was schon wirkt, wird das Ziel {year} im Mittel erreicht.{chance}",
            "With what works already the target of {year} is met on average.{chance}",
        ).format(year=year, chance=chance)
    return Text(
        "Mit dem, was schon wirkt, fehlen zum Ziel {year} noch {gap.mean:rough} t im Jahr "
        "({gap.low:rough} bis {gap.high:rough}).{chance}",
        "With what works already {gap.mean:rough} t a year are still missing for the target of "
        "{year} ({gap.low:rough} to {gap.high:rough}).{chance}",
    ).format(year=year, gap=reach.gap, chance=chance)


def picture_text(selection: Selection, found: Outcome) -> Text:
    """What the picture shows, for those who do not see it."""
    count, first, last = len(found.planned), selection.first_year, selection.last_year
    return Text(
        "{count} Maßnahmen von {first} bis {last}: wann gebaut wird, ab wann sie wirken.",
        "{count} measures from {first} to {last}: when work goes on, from when they act.",
    ).format(count=count, first=first, last=last)


NOTHING_TO_CHOOSE = Text(
    "Noch steht keine Maßnahme zur Wahl.", "There is no measure to choose from yet."
)
CHEAPEST = Text(
    "Mit {budget:n} € im Jahr lässt sich nichts beginnen: Die günstigste, „{name}“, kostet "
    "{cost:n} € und ginge ab {least:n} € im Jahr.",
    "With {budget:n} € a year nothing can be begun: the cheapest, “{name}”, costs {cost:n} € "
    "and would go from {least:n} € a year.",
)
A_LITTLE_MORE = Text(
    "Mit {more:n} € mehr im Jahr ginge zusätzlich „{name}“ (etwa {tonnes} t CO₂e im Jahr).",
    "With {more:n} € more a year “{name}” would go on top (about {tonnes} t CO₂e a year).",
)
SPENT = Text(
    "Das kostet {spent:n} Euro, im teuersten Jahr {most:n} von {budget:n}.",
    "This costs {spent:n} €, in the dearest year {most:n} of {budget:n}.",
)
SPENT_CARRIED = Text(
    "Das kostet {spent:n} von {whole:n} Euro, im teuersten Jahr {most:n}; was ein Jahr nicht "
    "braucht, bleibt für die nächsten.",
    "This costs {spent:n} of {whole:n} €, in the dearest year {most:n}; what a year does not "
    "need stays for the next ones.",
)
WITH_GRANTS = Text(
    "Dazu kommen {amount:n} Euro Förderung, wie sie bei den Maßnahmen eingetragen ist; ob sie "
    "bewilligt ist, prüft diese Rechnung nicht.",
    "On top come {amount:n} € of grants as entered with the measures; whether they are approved "
    "is not checked here.",
)
TOO_SHORT = Text(
    "Der Plan ist zu kurz: Die erste Maßnahme wirkt frühestens {year}, er endet {last}.",
    "The plan is too short: the first measure acts in {year} at the earliest, it ends in {last}.",
)
NOTHING_FITS = Text(
    "Mit diesem Geld und Personal lässt sich keine Maßnahme beginnen, die noch wirkt.",
    "With this money and staff no measure can be started that still acts.",
)
WITH_OVERLAPS = Text(
    " Ohne Bilanz ist nicht bekannt, was sich überschneidet; die Summe ist eher zu groß.",
    " Without a balance nobody knows what overlaps; the sum is rather too large.",
)
NO_GAP = Text(
    "Was dann zum Ziel noch fehlt, weiß niemand: Es gibt keine Bilanz oder keine Einwohnerzahl.",
    "Nobody knows what is then missing of the target: there is no balance or no population.",
)
