"""What pages say of a balance, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from klimamosaik.balance.kernel.cell import Cell
from klimamosaik.balance.kernel.composition import Balance, BalanceLine
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item
from klimamosaik.balance.kernel.questions import ESTIMATE
from klimamosaik.balance.kernel.verdict import Conformity, Reason
from klimamosaik.balance.queries.balances import FoundBalance
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text, both, joined

ACTIVITIES = {
    "heating": Text("Heizen", "heating"),
    "appliances": Text("Geräte und Licht", "appliances and light"),
    "garden": Text("Gartengeräte", "garden machines"),
    "services": Text("Dienstleistungen", "services"),
    "agriculture": Text("Landwirtschaft", "agriculture"),
    "motorways": Text("Autobahnen", "motorways"),
    "other_roads": Text("übrige Straßen", "other roads"),
    "rail_passengers": Text("Personenzüge", "passenger trains"),
    "rail_freight": Text("Güterzüge", "freight trains"),
    "trams_and_metro": Text("Straßen- und U-Bahnen", "trams and metros"),
    "inland_shipping": Text("Binnenschiffe", "inland ships"),
    "basic_chemicals": Text("Grundstoffchemie", "basic chemicals"),
    "other_chemicals": Text("sonstige Chemie", "other chemicals"),
    "cement_lime": Text("Zement und Kalk", "cement and lime"),
    "glass_ceramics": Text("Glas und Keramik", "glass and ceramics"),
    "primary_steel": Text("Stahl (Hochofen)", "steel (blast furnace)"),
    "secondary_steel": Text("Stahl (Elektroofen)", "steel (electric furnace)"),
    "nonferrous_metals": Text("Nichteisenmetalle", "non-ferrous metals"),
    "paper": Text("Papier", "paper"),
    "food": Text("Nahrungsmittel", "food"),
    "other_industry": Text("weitere Branchen", "other branches"),
    "district_industry": Text("Industrie des Kreises", "industry of the district"),
}
REASONS = {
    "needs_grade_a": Text(
        "Es fehlen Werte des Netzbetreibers (Datengüte A)",
        "Figures of the network operator are missing",
    ),
    "factor_not_official": Text(
        "Emissionsfaktoren sind nicht aus der amtlichen Tabelle",
        "Emission factors are not from the official table",
    ),
    "missing": Text("Werte fehlen", "Values are missing"),
    "needs_confirmation": Text("Zu bestätigen", "To be confirmed"),
    "no_grade": Text("Ohne Datengüte", "Without a grade"),
    "no_factor": Text("Ohne Emissionsfaktor", "Without an emission factor"),
}


@dataclass(frozen=True)
class ReasonLink:
    """What a reason is about, and the item it leads to where there is one."""

    text: Text
    item: Item | None


@dataclass(frozen=True)
class ReasonGroup:
    """Reasons of one kind."""

    text: Text
    broken: bool
    about: tuple[ReasonLink, ...]


def activity_text(activity: str) -> Text:
    """What a national figure is about, as a person would say it."""
    return ACTIVITIES.get(activity) or Text(activity, activity)


def span(found: Estimate) -> Text:
    """From where to where, in three figures."""
    return SPAN.format(found=found)


def likely(found: Estimate) -> Text:
    """How sure a sum of emissions is, in a sentence."""
    return LIKELY.format(found=found, chance=10.0 * found.confidence)


SPAN = Text("{found.low:rough} bis {found.high:rough}", "{found.low:rough} to {found.high:rough}")
LIKELY = Text(
    "Wahrscheinlich zwischen {found.low:rough} und {found.high:rough} t CO₂e: In {chance:n} von "
    "10 Fällen liegt in solcher Spanne, was die Gemeinde selbst ermittelt.",
    "Probably between {found.low:rough} and {found.high:rough} t CO₂e: in {chance:n} of 10 "
    "cases a range like this holds what the municipality finds itself.",
)


def amount(cell: Cell) -> Text:
    """The energy of a cell [MWh]; where statistics say nothing, that it is unknown."""
    if cell.energy is None:
        return Text("–", "–")
    if not cell.unknown:
        return both(cell.energy)
    if not cell.energy:
        return Text("unbekannt", "unknown")
    return Text("unbekannt, gezählt {energy}", "unknown, counted {energy}").format(
        energy=both(cell.energy)
    )


def statement(found: FoundBalance) -> Text:
    """What kind of statement the balance is."""
    if found.estimated:
        return Text(
            "{estimate}, keine Angabe der Gemeinde selbst.",
            "An {estimate}, no statement of the municipality itself.",
        ).format(estimate=ESTIMATE)
    if any(line.cell.carried for line in found.balance.lines):
        return partly_carried(found)
    counted = [line.cell for line in found.balance.lines if line.cell.known]
    own = sum(cell.since is not None for cell in counted)
    share = sum(c.known for c in counted if c.since) / (found.balance.energy or 1.0)
    percent = both(100.0 * share)
    if own == len(counted):
        return Text("Alle Werte sind eigene Angaben.", "All values are the municipality's own.")
    return Text(
        "{own} eigene Angaben, sie decken {percent} % der Energie; der Rest: {estimate}.",
        "{own} entries of its own covering {percent} % of the energy; the rest: {estimate}.",
    ).format(own=found.own, percent=percent, estimate=ESTIMATE)


def partly_carried(found: FoundBalance) -> Text:
    """That a few values are no balance, and what stands in for the others."""
    taken = [line.cell for line in found.balance.lines if line.cell.carried]
    years = sorted({found.balance.year - cell.carried for cell in taken})
    said = Text(
        "{own} eigene Angaben; alles Übrige ({percent} % der Emissionen) ist von {since} "
        "übernommen und zu bestätigen.",
        "{own} entries of its own; all else ({percent} % of the emissions) is taken over from "
        "{since}, to be confirmed.",
    )
    return said.format(
        own=str(found.own),
        percent=both(100.0 * found.balance.carried),
        since=", ".join(map(str, years)),
    )


def so_far(balance: Balance) -> Text:
    """How much is there of a balance that is none yet."""
    there = len(balance.asked) - len(balance.missing)
    said = Text(
        "Erst {there} von {asked} Angaben liegen vor. Was eingetragen ist, verursachte {tonnes} t "
        "CO₂e; eine Summe der Gemeinde ist das nicht.",
        "Only {there} of {asked} entries are there. What is entered caused {tonnes} t CO₂e; that "
        "is no total of the municipality.",
    )
    return said.format(
        there=str(there), asked=str(len(balance.asked)), tonnes=both(balance.emissions)
    )


def not_counted(balance: Balance) -> Text | None:
    """Energy whose emissions nobody knows, so that there is no total; None where all are known."""
    lines = balance.without_factor
    if not lines:
        return None
    return NOT_COUNTED.format(
        energy=both(fsum(line.cell.known for line in lines)),
        carriers=carriers_of(lines),
        year=balance.year,
        tonnes=both(balance.emissions),
    )


def known_part(lines: Iterable[BalanceLine]) -> Text | None:
    """What is known of a sum that lacks emissions; None where it lacks none."""
    rows = tuple(lines)
    lacking = [line for line in rows if not line.counts]
    if not lacking:
        return None
    known = fsum(line.emissions or 0.0 for line in rows)
    return KNOWN_PART.format(carriers=carriers_of(lacking), tonnes=known)


KNOWN_PART = Text("ohne {carriers}: {tonnes:n}", "without {carriers}: {tonnes:n}")


def carriers_of(lines: Iterable[BalanceLine]) -> Text:
    """The carriers of some lines, each once."""
    return joined(dict.fromkeys(line.cell.carrier.text for line in lines))


NOT_COUNTED = Text(
    "Die Emissionen von {energy} MWh ({carriers}) sind unbekannt: Für {year} fehlt der "
    "Emissionsfaktor. Alles andere verursachte {tonnes} t CO₂e; eine Summe der Gemeinde ist das "
    "nicht und mit Jahren, deren Faktoren bekannt sind, nicht zu vergleichen.",
    "The emissions of {energy} MWh ({carriers}) are unknown: the emission factor of {year} is "
    "missing. All else caused {tonnes} t CO₂e; that is no total of the municipality and not to be "
    "compared with years whose factors are known.",
)


def verdict_text(balance: Balance) -> Text:
    """The verdict in a sentence."""
    broken = sum(reason.broken for reason in balance.reasons)
    still_open = len(balance.reasons) - broken
    if balance.verdict is Conformity.CONFORMANT:
        return Text("Die Bilanz hält alle Regeln ein.", "The balance keeps all rules.")
    if balance.untouched:
        return Text(
            "Konformitätsprüfung: {verdict}. Noch hat niemand etwas eingetragen: "
            "{open:Regel|Regeln} und Fragen warten darauf.",
            "Check of conformity: {verdict}. Nobody has entered anything yet: {open:rule|rules} "
            "and questions wait for that.",
        ).format(verdict=balance.verdict.text, open=len(balance.reasons))
    return Text(
        "Konformitätsprüfung: {verdict}. {broken:Regel|Regeln} verletzt, "
        "{still_open:Frage|Fragen} offen.",
        "Check of conformity: {verdict}. {broken:rule|rules} broken, "
        "{still_open:question|questions} open.",
    ).format(verdict=balance.verdict.text, broken=broken, still_open=still_open)


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many}"


def reason_groups(reasons: Iterable[Reason]) -> tuple[ReasonGroup, ...]:
    """Reasons by kind, broken rules first."""
    found = list(reasons)
    groups = []
    for code, text in REASONS.items():
        same = [reason for reason in found if reason.code == code]
        if same:
            about = tuple(dict.fromkeys(link_of(reason) for reason in same))
            groups.append(ReasonGroup(text, same[0].broken, about))
    return tuple(sorted(groups, key=lambda group: not group.broken))


def link_of(reason: Reason) -> ReasonLink:
    """What a reason is about; a factor's leads to no item."""
    if reason.sector is not None and reason.carrier is not None:
        item = Item(reason.sector, reason.carrier, reason.mode)
        return ReasonLink(item.text, item)
    assert isinstance(reason.carrier, BalanceCarrier)
    return ReasonLink(reason.carrier.text, None)
