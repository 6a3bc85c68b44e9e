"""How the figures were made, in paragraphs a reader of the report can follow."""

from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.inputs import ENERGY, Medium
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text, joined

METHOD_VERSION = "1"  # raised whenever the same readings would give another figure

Paragraph = tuple[Text, Text]  # headline, text


def methods(report: EnergyReport) -> tuple[Paragraph, ...]:
    """All paragraphs that apply to this report."""
    found = [
        (Text("Verbrauch", "Use"), USE),
        (Text("Witterung", "Weather"), weather(report)),
        (Text("CO₂", "CO₂"), co2(report)),
        (Text("Kosten", "Cost"), COST),
        (Text("Warum hat es sich geändert?", "Why did it change?"), CHANGE),
        (Text("Vergleich", "Comparison"), COMPARISON),
    ]
    if report.has_regression:
        found.append((Text("Normaljahr aus Regression", "Normal year by regression"), REGRESSION))
    if any(item.carrier is Carrier.GAS for b in report.given.buildings for item in b.years):
        found.append((Text("Erdgas", "Natural gas"), GAS))
    found.append((Text("Einwohner", "Population"), people(report)))
    found += [(Text("Weitere Quelle", "Further source"), text) for text in report.given.sources]
    found.append((Text("Datenversion", "Data version"), version(report)))
    found += [(CORRECTED, text) for text in report.given.changed]
    return tuple(found)


CORRECTED = Text("Warum Zahlen jetzt andere sind", "Why figures are others now")
USE = Text(
    "Summe der Ablesungen je Kalenderjahr und Gebäude; wo Ablesungen weniger Tage abdecken als "
    "Rechnungen, die abgerechnete Menge. Zeiträume über den Jahreswechsel sind nach Tagen "
    "aufgeteilt und am Gebäude genannt. Ein Jahr gilt als ganz, wenn mindestens 99 % seiner Tage "
    "erfasst sind; Teile eines Jahres stehen mit ihrem Anteil da und werden nicht hochgerechnet. "
    "Unbekannt ist nie null. Verbrauch ist, was bezogen oder selbst erzeugt und verbraucht wurde; "
    "Einspeisung, Erzeugung, Speicher und Unterzähler zählen nicht dazu.",
    "The sum of readings by calendar year and building; where readings cover fewer days than "
    "bills, the quantity billed. Spans across new year are split by days and named with the "
    "building. A year counts as whole with at least 99 % of its days recorded; parts of a year "
    "are given with their share and not extrapolated. Unknown is never zero. Use is what was "
    "drawn, or made and used on the spot; what is fed in, generated or stored and sub-meters are "
    "not part of it.",
)
COST = Text(
    "Bruttobeträge der Rechnungen, nach Tagen auf Kalenderjahre verteilt. Der Preis im Abschnitt "
    "„Warum hat es sich geändert?“ ist der Durchschnitt: Kosten geteilt durch Verbrauch, "
    "Grundpreis eingeschlossen.",
    "Gross amounts of the bills, shared over calendar years by days. The price in the section "
    "“Why did it change?” is the average: cost divided by use, standing charges included.",
)
CHANGE = Text(
    "Kosten = Witterung × witterungsbereinigter Verbrauch × Preis, CO₂ = Witterung × "
    "witterungsbereinigter Verbrauch × Emissionsfaktor, je Gebäude und Energieträger. Der Teil "
    "jedes Faktors ist die Änderung, die er bewirkt, gemittelt über alle Reihenfolgen, in denen "
    "sich die Faktoren nacheinander geändert haben könnten (Shapley-Wert; Albrecht, François und "
    "Schoors, Energy Policy 30, 2002). Die Teile ergeben zusammen genau die Änderung. Der "
    "Verbrauch ohne Witterung ist, was nach der Witterung bleibt, und Strom, der ihr hier nicht "
    "folgt: Nutzung, Technik und Maßnahmen zusammen; ob eine Maßnahme gewirkt hat, sagt nur ihr "
    "eigener Wirkungsnachweis. "
    "Verglichen wird nur, was in beiden Jahren vollständig ist.",
    "Cost = weather × weather-corrected use × price, CO₂ = weather × weather-corrected use × "
    "emission factor, by building and carrier. The part of a factor is the change it makes, "
    "averaged over every order in which the factors could have changed one after the other "
    "(Shapley value; Albrecht, François and Schoors, Energy Policy 30, 2002). The parts add up "
    "exactly to the change. Use without the weather is what remains after weather, and "
    "electricity, which does not follow it here: use, technology and measures together; whether a "
    "measure worked is only told by its own measured effect. "
    "Only what is complete in both years is compared.",
)
COMPARISON = Text(
    "Mit der eigenen Vergangenheit: erstes und letztes Jahr, beide vollständig. Mit ähnlichen "
    "Gebäuden: Median und mittlere Hälfte derselben Gebäudeart im eigenen Bestand, je m² "
    "Nutzfläche, ab drei Gebäuden mit einem ganzen Jahr. Summen über mehrere Jahre werden nur "
    "über dieselben Gebäude verglichen.",
    "With the own past: first and last year, both complete. With like buildings: median and "
    "middle half of the same kind in the own stock, per m² of usable area, from three buildings "
    "with a whole year on. Sums of several years are only compared over the same buildings.",
)
REGRESSION = Text(
    "Zusätzlich steht, wo genug Werte vorliegen, der Verbrauch eines Normaljahres aus der "
    "Regression von Verbrauch auf Außentemperatur. Er trennt Heizung und Grundlast und kann vom "
    "Verfahren mit Jahresfaktor abweichen.",
    "In addition, where values suffice, the use of a normal year by regression of use on outdoor "
    "temperature is given. It tells heating and base load apart and may differ from the yearly "
    "factor.",
)
GAS = Text(
    "Gas wird in Kilowattstunden seines Brennwerts abgerechnet; der Emissionsfaktor bezieht sich "
    "auf den kleineren Heizwert und ist deshalb durch 1,11 geteilt.",
    "Gas is billed in kilowatt-hours of its gross calorific value; the emission factor refers to "
    "the smaller net calorific value and is therefore divided by 1.11.",
)


def weather(report: EnergyReport) -> Text:
    """How heat was weather-corrected, with the factors of the years."""
    base = report.correction.text
    fallback = report.given.weather.fallback
    if fallback is not None:
        base = Text("{base} {fallback}", "{base} {fallback}").format(base=base, fallback=fallback)
    factors = report.correction.factors
    if not factors:
        return base
    year_of = Text("{year}: {value:.3n}", "{year}: {value:.3n}")
    said = joined(year_of.format(year=year, value=value) for year, value in sorted(factors.items()))
    return Text("{base} Faktoren: {said}.", "{base} Factors: {said}.").format(base=base, said=said)


def co2(report: EnergyReport) -> Text:
    """Which factors were used."""
    name = report.given.factor_set
    media = [medium.text for medium in ENERGY if medium is not Medium.WATER]
    return Text(
        "Verbrauch mal Emissionsfaktor des Jahres ({name}), für {media}. Wo für ein Jahr noch "
        "kein Wert erschienen ist, steht der letzte davor, mit seinem Jahr in der Tabelle. "
        "Selbst erzeugter und verbrauchter Strom zählt, wo ein Zähler ihn misst, mit demselben "
        "Faktor, also eher zu hoch als zu niedrig.",
        "Use times the emission factor of the year ({name}), for {media}. Where no value has "
        "been published for a year, the one before it stands, with its year in the table. "
        "Electricity made and used on the spot counts, where a meter shows it, by the same "
        "factor, so rather too high than too low.",
    ).format(name=name, media=joined(media, Text(" und ", " and ")))


def people(report: EnergyReport) -> Text:
    """Which population was used."""
    used = sorted({t.people for t in report.totals if t.people}, key=lambda h: h.year)
    if not used:
        return Text(
            "Die Einwohnerzahl ist nicht hinterlegt; Angaben je Einwohner fehlen deshalb.",
            "The population is not known here; figures per head are therefore missing.",
        )
    told = [PEOPLE.format(year=h.year, n=h.inhabitants, source=h.source) for h in used]
    return Text(
        "{said}. Fehlt ein Jahr, steht das nächstliegende.",
        "{said}. Where a year is missing, the nearest stands for it.",
    ).format(said=joined(told, "; "))


PEOPLE = Text("{year}: {n:n}, {source}", "{year}: {n:n}, {source}")


def version(report: EnergyReport) -> Text:
    """Which data and which methods."""
    day = report.given.written_on
    number = report.given.data_version
    master = master_data(report)
    return Text(
        "Erstellt am {day:short} mit Klimamosaik, Methodenversion {method}, aus den Messwerten "
        "und Rechnungen bis zum Import Nr. {number}{master}. Mit derselben Importnummer und "
        "diesem Zeitpunkt lassen sich alle Zahlen wieder erzeugen.",
        "Written on {day:short} with Klimamosaik, method version {method}, from the "
        "readings and bills up to import no. {number}{master}. The same import number "
        "and this moment reproduce all figures.",
    ).format(day=day, method=METHOD_VERSION, number=number, master=master)


def master_data(report: EnergyReport) -> Text:
    """As of when buildings, meters and population were taken, to the second."""
    changed = report.given.master_data_of
    if changed is None:
        return Text("", "")
    local = changed.astimezone(LOCAL)
    return Text(
        " und aus den Gebäuden, Zählern und Einwohnerzahlen, wie sie seit der Änderung vom "
        "{day:short} um {clock} Uhr eingetragen waren",
        " and from the buildings, meters and population as they were entered since the change of "
        "{day:short}, {clock}",
    ).format(day=local, clock=f"{local:%H:%M:%S}")
