"""What a person says of the series of a file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from klimamosaik.observations.intake.corrections import SeriesHint
from klimamosaik.observations.intake.form_choices import (
    CARRIERS,
    DIRECTIONS,
    building_field,
    chosen,
)
from klimamosaik.records.language import said
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction


class SeriesForm(forms.Form):
    """Where one series belongs, and which way it counts."""

    picked = forms.BooleanField(label=said("Auswählen", "Select"), required=False)
    building = building_field(said("Gebäude", "Building"))
    carrier = chosen(
        said("Energieträger", "Carrier"),
        CARRIERS,
        silence=("", said("bitte wählen", "please choose")),
    )
    direction = forms.ChoiceField(
        label=said("Richtung", "Direction"), choices=DIRECTIONS, required=False
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {name}"

    def hint(self) -> SeriesHint | None:
        """What was changed, as a hint on the series; None where nothing was."""
        told = {name: self.cleaned_data.get(name) or None for name in self.changed_data}
        told.pop("picked", None)
        return series_hint(self.name, told)

    @property
    def is_picked(self) -> bool:
        """True where the series is one of several to change together."""
        return bool(self.cleaned_data.get("picked"))


class TogetherForm(forms.Form):
    """What is said of several series at once: those picked, and those whose name holds a word."""

    holding = forms.CharField(
        label=said("und alle, deren Name enthält", "and all whose name contains"),
        max_length=160,
        required=False,
    )
    carrier = chosen(said("Energieträger", "Carrier"), CARRIERS)
    direction = chosen(said("Richtung", "Direction"), DIRECTIONS)
    building = building_field(said("Gebäude", "Building"))
    left_out = forms.BooleanField(label=said("nicht speichern", "do not store"), required=False)

    def hints(self, picked: Iterable[str], names: Iterable[str]) -> list[SeriesHint]:
        """The same for each series meant. picked: names ticked; names: all there are."""
        holding = (self.cleaned_data.get("holding") or "").casefold()
        meant = set(picked) | {name for name in names if holding and holding in name.casefold()}
        told = {k: v for k, v in self.cleaned_data.items() if v and k != "holding"}
        found = (series_hint(name, told) for name in sorted(meant))
        return [hint for hint in found if hint is not None]


def series_hint(name: str, told: Mapping[str, Any]) -> SeriesHint | None:
    """What a form says of a series; None where it says nothing."""
    carrier, direction = told.get("carrier"), told.get("direction")
    hint = SeriesHint(
        name,
        building=told.get("building"),
        carrier=Carrier(carrier) if carrier else None,
        direction=Direction(direction) if direction else None,
        left_out=told.get("left_out"),
    )
    return None if hint.says_nothing else hint


class BackForm(forms.Form):
    """Series that are left out, to be taken after all."""

    back = forms.MultipleChoiceField(
        label=said("Doch speichern", "Store after all"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["back"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]

    def names(self) -> list[str]:
        """The series that shall be stored again."""
        return list(self.cleaned_data.get("back") or [])
