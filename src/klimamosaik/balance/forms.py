"""Forms of a balance: one item, a plant of the heat grid, a price, a variant."""

from typing import Any

from django import forms

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Sector
from klimamosaik.balance.kernel.heat import FUELS
from klimamosaik.balance.kernel.wish import LONGEST, STATES, EntryAction, EntryDraft
from klimamosaik.balance.models import EnergyPrice, Plant
from klimamosaik.records.choices import choices_of
from klimamosaik.records.language import said

DECIMAL = forms.TextInput(attrs={"inputmode": "decimal"})
SOURCE = said("z. B. Netzbetreiber, Mail vom 3. Mai 2024", "e.g. network operator, 3 May 2024")
GRADES = [
    ("A", said("A: Daten des Netzbetreibers, eigene Zählung", "A: network operator, own metering")),
    ("B", said("B: solche Daten, hochgerechnet", "B: such data, extrapolated")),
    ("C", said("C: Kennzahl der Region", "C: key figure of the region")),
    ("D", said("D: Kennzahl des Bundes", "D: national key figure")),
]
WISHES = [
    (EntryAction.VALUE.value, said("ein eigener Wert", "a value of our own")),
    (
        EntryAction.TO_CONFIRM.value,
        said("ein Wert, den noch jemand bestätigen muss", "a value somebody must still confirm"),
    ),
    (EntryAction.ZERO.value, said("null, wir wissen es", "zero, we know it")),
    (
        EntryAction.NOT_APPLICABLE.value,
        said("trifft nicht zu, das gibt es hier nicht", "not applicable, there is no such thing"),
    ),
    (
        EntryAction.DEFAULT.value,
        said("kein Eintrag: die Vorgabe gilt", "no entry: the default counts"),
    ),
]


def amount(label: Any, hint: Any = "", *, required: bool = True) -> forms.FloatField:
    """A number as the reader writes it."""
    return forms.FloatField(
        label=label, help_text=hint, required=required, localize=True, widget=DECIMAL
    )


class SourceFields(forms.Form):
    """Where values are from, and how good they are."""

    source = forms.CharField(
        label=said("Woher stammt das?", "Where is it from?"),
        help_text=SOURCE,
        max_length=LONGEST,
        required=False,
    )
    grade = forms.ChoiceField(label=said("Güte", "DataGrade"), choices=GRADES, required=False)


class WishForm(SourceFields):
    """What an item is to say; the door checks what belongs together."""

    wanted = forms.ChoiceField(
        label=said("Was gilt?", "What counts?"), choices=WISHES, widget=forms.RadioSelect
    )
    energy = amount(
        said("Endenergie, MWh im Jahr", "Final energy, MWh a year"),
        said("Nur bei einem Wert.", "With a value only."),
        required=False,
    )

    def wish(self, year: int, item: Item) -> EntryDraft:
        """The form as a wish; call only when it is valid."""
        given = self.cleaned_data
        wanted = EntryAction(given["wanted"])
        with_value = wanted in (EntryAction.VALUE, EntryAction.TO_CONFIRM)
        return EntryDraft(
            year=year,
            item=item,
            wanted=wanted,
            energy=given["energy"] if with_value else None,
            grade=DataGrade(given["grade"]) if with_value and given["grade"] else None,
            source=given["source"],
        )


def written(cell: Cell) -> dict[str, Any]:
    """What the form shows of an item as it is."""
    entered = cell.since is not None
    wanted = next((w for w, state in STATES.items() if state is cell.state and entered), None)
    return {
        "wanted": (wanted or EntryAction.VALUE).value,
        "energy": cell.energy if entered and cell.state is not CellState.CONFIRMED_ZERO else None,
        "grade": cell.grade.value if entered and cell.grade else "A",
        "source": cell.source if entered else "",
    }


class PlantForm(forms.ModelForm):  # type: ignore[type-arg]
    """A plant of the district heat grid in one year."""

    fuel = forms.ChoiceField(
        label=said("Brennstoff", "Fuel"),
        choices=choices_of(FUELS),
    )
    fuel_energy = amount(said("Brennstoff, MWh", "Fuel, MWh"))
    electricity = amount(
        said("Strom erzeugt, MWh", "Electricity generated, MWh"),
        said("0 bei einem reinen Heizwerk", "0 for heat only"),
    )
    heat = amount(
        said("Wärme bei den Kunden, MWh", "Heat at the customers, MWh"),
        said("Ohne Netzverluste: sie stecken im Faktor.", "Without losses: the factor holds them."),
    )
    supply_temperature = amount(
        said("Vorlauf im Jahresmittel, °C", "Supply temperature, yearly mean, °C"),
        said("30 bis 200", "30 to 200"),
    )

    class Meta:
        model = Plant
        fields = [
            "name", "fuel", "fuel_energy", "electricity", "heat", "supply_temperature", "source",
        ]  # fmt: skip
        labels = {"name": said("Anlage", "Plant"), "source": said("Quelle", "Source")}
        help_texts = {"source": SOURCE}


class PriceForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a carrier cost in a year."""

    carrier = forms.ChoiceField(
        label=said("Energieträger", "Carrier"),
        choices=choices_of(BalanceCarrier),
    )
    sector = forms.ChoiceField(
        label=said("Sektor", "Sector"),
        required=False,
        choices=[
            ("", said("alle Sektoren", "all sectors")),
            *((s.value, said(s.text.de, s.text.en)) for s in Sector),
        ],
    )
    value = amount(
        said("Preis, Euro je MWh", "Price, euros per MWh"),
        said("10 Cent je kWh sind 100 Euro je MWh.", "10 cents per kWh are 100 euros per MWh."),
    )

    class Meta:
        model = EnergyPrice
        fields = ["carrier", "sector", "value", "source"]
        labels = {"source": said("Quelle", "Source")}
        help_texts = {"source": SOURCE}


class VariantForm(forms.Form):
    """The weather-corrected variant: climate factor and how much of heat follows the weather."""

    klimafaktor = forms.FloatField(
        label=said("Klimafaktor", "Climate factor"),
        help_text=said("0,5 bis 2, vom DWD", "0.5 to 2, by DWD"),
        localize=True,
        required=False,
        min_value=0.5,
        max_value=2.0,
        widget=DECIMAL,
    )
    anteil = forms.FloatField(
        label=said("Anteil Raumwärme in %", "Share of room heat in %"),
        help_text=said("der Rest ist Warmwasser", "the rest is hot water"),
        localize=True,
        required=False,
        min_value=0.0,
        max_value=100.0,
        widget=DECIMAL,
    )

    def asked(self) -> tuple[float | None, float]:
        """Climate factor and share [0..1]; None and 1 where nothing usable was asked for."""
        if not self.is_bound or not self.is_valid():
            return None, 1.0
        share = self.cleaned_data["anteil"]
        return self.cleaned_data["klimafaktor"], 1.0 if share is None else share / 100.0
