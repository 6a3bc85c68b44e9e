"""The form of a measure: what was done, where, since when, and what it must reach."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date

from klimamosaik.measures.forms.fields import choice
from klimamosaik.measures.forms.offered_choices import buildings_looked_for, looked_for, ticked
from klimamosaik.measures.models import Gate, Measure
from klimamosaik.measures.models.phase import WAY, Phase
from klimamosaik.measures.operations import CriterionDraft
from klimamosaik.measures.operations.fitting import grant_that_fits, order_of_days
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.places.queries.naming import meter_named
from klimamosaik.records.checkbox_list import Ticks
from klimamosaik.records.choices import choices_of
from klimamosaik.records.fields import day_widget
from klimamosaik.records.forms import RecordForm, name_of_its_own
from klimamosaik.records.language import said
from klimamosaik.records.number_fields import NumberField
from klimamosaik.records.versions import Watched

GRANT = ("grant_percent", "grant_eur", "grant_source", "funding_ends_on")
CONFIDENCES = (0.8, 0.9, 0.95)


class MeterPointChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Meter points to tick, below the name of their building."""

    widget = Ticks


def by_building(points: Iterable[MeterPoint]) -> list[tuple[str, list[tuple[int, Any]]]]:
    """Choices grouped by building."""
    grouped = groupby(points, key=lambda point: point.building.name)
    return [(name, [(point.pk, label(point)) for point in group]) for name, group in grouped]


def label(point: MeterPoint) -> Any:
    """A meter point below its building."""
    named = meter_named(point)
    return said(named.de, named.en)


TAKEN = said(
    "Eine Maßnahme mit diesem Namen gibt es schon.", "There is already a measure of this name."
)


class MeasureForm(RecordForm):
    """Create or change a measure; only a new one says in which phase it enters the register."""

    phase = choice(
        said("Wo steht sie?", "Where does it stand?"),
        WAY,
        said(
            "Was noch nicht läuft, beginnt als Idee und geht dann Schritt für Schritt; was schon "
            "wirkt, steht, wo es steht, und was dafür fehlt, wird genannt.",
            "What does not work yet begins as an idea and then goes step by step; what works "
            "already stands where it stands, and what is missing for it is named.",
        ),
    )
    since = forms.DateField(
        label=said("Seit wann in dieser Phase?", "Since when in this phase?"),
        help_text=said(
            "leer: nicht notiert; ohne gewählte Phase gilt der erste Tag der Wirkung",
            "empty: not noted; without a chosen phase it is the first day of the effect",
        ),
        required=False,
        widget=day_widget(),
    )
    meter_points = MeterPointChoice(
        label=said("Wo soll es sich zeigen? Zähler", "Where should it show? Meters"),
        help_text=said(
            "Alle Zähler, deren Verbrauch die Maßnahme ändern soll. Einspeisung, Erzeugung und "
            "Unterzähler werden gezeigt, aber nicht beurteilt.",
            "All meters whose use the measure is to change. What is fed in or generated, and "
            "sub-meters, are shown but not judged.",
        ),
        queryset=MeterPoint.objects.none(),
        required=False,
    )
    comparison_points = MeterPointChoice(
        label=said("Womit vergleichen? Zähler ohne die Maßnahme", "Compare with: other meters"),
        help_text=said(
            "Ähnliche Gebäude, an denen sich absichtlich nichts geändert hat. Sie zeigen, was "
            "ohnehin geschehen wäre.",
            "Similar buildings left alone on purpose. They show what would have happened anyway.",
        ),
        queryset=MeterPoint.objects.none(),
        required=False,
    )
    saving_percent = NumberField(
        label=said("Mindestens so viel Einsparung [%]", "At least this much saved [%]"),
        help_text=said("z. B. 5", "e.g. 5"),
        required=False,
        min_value=0,
        max_value=100,
    )
    confidence = forms.TypedChoiceField(
        label=said("So sicher", "This sure"),
        choices=[(str(c), f"{c:.0%}".replace("%", " %")) for c in CONFIDENCES],
        coerce=float,
        initial="0.9",
    )

    class Meta(RecordForm.Meta):
        model = Measure
        fields = [
            "name", "phase", "done", "installation_start", "start", "end", "cost", "grant_percent",
            "grant_eur", "grant_source", "funding_ends_on", "buildings",
        ]  # fmt: skip

    rules = (
        (("installation_start", "start", "end"), order_of_days),
        (("cost", "grant_percent", "grant_eur"), grant_that_fits),
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        measure: Measure | None = kwargs.get("instance")
        super().__init__(*args, **kwargs)
        if measure and measure.pk:
            del self.fields["phase"], self.fields["since"]
        else:
            self.leave_phase_open()
        self.offer(municipality)

    def offer(self, municipality: Municipality) -> None:
        """What can be ticked: all there is, in a large town what is ticked or was looked for."""
        self.looking, found = looked_for(self, municipality)
        points = MeterPoint.objects.filter(building__municipality=municipality).select_related(
            "building"
        )
        offered = {"meter_points": points, "comparison_points": points.counting()}
        for name, each in offered.items():
            field = self.fields[name]
            assert isinstance(field, MeterPointChoice)
            field.queryset = each
            shown = None if found is None else {*found, *ticked(self, name)}
            field.choices = by_building(each if shown is None else each.filter(pk__in=shown))
        buildings = self.fields["buildings"]
        buildings.label = said("Weitere Gebäude, ohne Zähler", "More buildings, without meters")
        assert isinstance(buildings, forms.ModelMultipleChoiceField)
        houses = buildings.queryset = municipality.buildings.all()
        chosen = ticked(self, "buildings")
        some = buildings_looked_for(municipality, self.looking.words, chosen)
        if some is not None:
            buildings.choices = [(each.pk, str(each)) for each in houses.filter(pk__in=some)]

    def beside(self) -> tuple[Watched, ...]:
        """The gate, which has a history of its own."""
        return (Watched(Gate, {"measure_id": self.instance.pk}),)

    def beyond(self) -> dict[str, Any]:
        """Its meters, and its gate."""
        return written(self.instance) if self.instance.pk else {}

    def leave_phase_open(self) -> None:
        """Nobody must choose: the first day says whether it is an idea."""
        phase = self.fields["phase"]
        assert isinstance(phase, forms.ChoiceField)
        named = choices_of(WAY)
        phase.choices = [("", said("automatisch nach dem Startdatum", "by its first day")), *named]
        phase.required, self.initial["phase"] = False, ""

    def clean_phase(self) -> str:
        """A phase; where none is chosen, what works since a day is there to stay."""
        phase: str = self.cleaned_data["phase"]
        return phase or (Phase.PERMANENT if self.begun else Phase.IDEA)

    @property
    def says_grant(self) -> bool:
        """True where something of its grant is filled in, or wrong."""
        return any(self[name].value() or self[name].errors for name in GRANT)

    @property
    def begun(self) -> bool:
        """True where its first day has come."""
        start = parse_date(self.data.get("start", ""))
        return start is not None and start <= timezone.localdate()

    @property
    def stated(self) -> bool:
        """True for what is there already: it is kept as said, with what its gates miss named.

        What others may take over is a promise to them; that is not stated, it takes its step.
        """
        return self.begun and self.cleaned_data.get("phase") != Phase.TRANSFER

    @property
    def came_on(self) -> date | None:
        """The day it came to its phase; None where it is not known, or this is no new measure."""
        told: date | None = self.cleaned_data.get("since")
        by_itself = self.begun and not self.data.get("phase")
        return told or (self.cleaned_data.get("start") if by_itself else None)

    def clean_name(self) -> str:
        """One measure a name within a municipality."""
        return name_of_its_own(self, TAKEN)

    @property
    def aim(self) -> CriterionDraft | None:
        """The gate as wished; None where no saving was named."""
        saving = self.cleaned_data.get("saving_percent")
        return None if saving is None else CriterionDraft(saving, self.cleaned_data["confidence"])


def written(measure: Measure) -> dict[str, Any]:
    """What the form shows of a measure beyond its own fields."""
    gate = Gate.objects.filter(measure=measure).first()
    return {
        "meter_points": list(measure.meter_points.values_list("pk", flat=True)),
        "comparison_points": list(measure.comparison_points.values_list("pk", flat=True)),
        "saving_percent": gate.saving_percent if gate else None,
        "confidence": str(gate.confidence) if gate else "0.9",
    }
