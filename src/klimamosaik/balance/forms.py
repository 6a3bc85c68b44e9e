"""Forms of a balance: one item, a plant of the heat grid, a price, a variant."""

from typing import Any

from django import forms

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.grid import Item
from klimamosaik.balance.kernel.wish import LONGEST, STATES, EntryAction, EntryDraft
from klimamosaik.balance.models import EnergyPrice, Plant
from klimamosaik.balance.operations import ONE_PLANT, ONE_PRICE
from klimamosaik.records.choices import choices_of
from klimamosaik.records.forms import RecordForm, VersionedForm
from klimamosaik.records.language import said
from klimamosaik.records.number_fields import NumberField
from klimamosaik.records.versions import Watched

SOURCE = said("z. B. Netzbetreiber, Mail vom 3. Mai 2024", "e.g. network operator, 3 May 2024")


class SourceFields(forms.Form):
    """Where values are from, and how good they are."""

    source = forms.CharField(
        label=said("Woher stammt das?", "Where is it from?"),
        help_text=SOURCE,
        max_length=LONGEST,
        required=False,
    )
    grade = forms.ChoiceField(
        label=said("Datengüte", "Grade"), choices=choices_of(DataGrade), required=False
    )


class WishForm(VersionedForm, SourceFields):
    """What an item is to say; the door checks what belongs together."""

    wanted = forms.ChoiceField(
        label=said("Was gilt?", "What counts?"),
        choices=choices_of(EntryAction),
        widget=forms.RadioSelect,
    )
    energy = NumberField(
        label=said("Endenergie, MWh im Jahr", "Final energy, MWh a year"),
        help_text=said("Nur bei einem Wert.", "With a value only."),
        required=False,
    )

    kept_as = {"wanted": "state"}
    as_one = True

    def __init__(self, *args: Any, entry: Watched, seen: int, **given: Any) -> None:
        super().__init__(*args, **given)
        self.watch(entry, seen=(seen,))

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


class PlantForm(RecordForm):
    """A plant of the district heat grid in one year."""

    same = ONE_PLANT

    class Meta(RecordForm.Meta):
        model = Plant
        fields = [
            "name", "fuel", "fuel_energy", "electricity", "heat", "supply_temperature", "source",
        ]  # fmt: skip


class PriceForm(RecordForm):
    """What a carrier cost in a year."""

    same = ONE_PRICE

    class Meta(RecordForm.Meta):
        model = EnergyPrice
        fields = ["carrier", "sector", "value", "source"]


class VariantForm(forms.Form):
    """The weather-corrected variant: climate factor and how much of heat follows the weather."""

    klimafaktor = NumberField(
        label=said("Klimafaktor", "Climate factor"),
        help_text=said("0,5 bis 2, vom DWD", "0.5 to 2, by DWD"),
        required=False,
        min_value=0.5,
        max_value=2.0,
    )
    anteil = NumberField(
        label=said("Anteil Raumwärme in %", "Share of room heat in %"),
        help_text=said("der Rest ist Warmwasser", "the rest is hot water"),
        required=False,
        min_value=0.0,
        max_value=100.0,
    )

    def asked(self) -> tuple[float | None, float]:
        """Climate factor and share [0..1]; None and 1 where nothing usable was asked for."""
        if not self.is_bound or not self.is_valid():
            return None, 1.0
        share = self.cleaned_data["anteil"]
        return self.cleaned_data["klimafaktor"], 1.0 if share is None else share / 100.0
