"""What the register already holds, found by key or name."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from klimamosaik.measures.models import Measure, Register
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.sources.measure_lists import ListedMeasure
from klimamosaik.sources.measure_lists.merging import normal

ALIKE = 0.6  # share of letters two names have in common from which on one is the other corrected
ALONG = (
    "registers",
    "steps",
    "involvements__organisation",
    "status_reports",
    "cost_lines__organisation",
    "indicators__values",
    "tasks__organisation",
    "stated_effects",
    "notes",
    "lessons",
    "buildings",
)


def alike(one: str | None, other: str) -> bool:
    """Two names that may be of the same measure: one may be shortened or corrected."""
    if not one:
        return True
    first, second = normal(one), normal(other)
    if first in second or second in first:
        return True
    return SequenceMatcher(None, first, second).ratio() >= ALIKE


@dataclass
class Stored:
    """The register of one municipality, and what a list adds while it is looked through."""

    municipality: Municipality
    by_key: dict[str, Measure] = field(default_factory=dict)
    by_name: dict[str, Measure] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    registers: dict[str, Register] = field(default_factory=dict)

    @classmethod
    def of(cls, municipality: Municipality | None) -> "Stored":
        """Everything held; nothing where the municipality is not known yet."""
        if municipality is None or municipality._state.adding:
            return cls(municipality or Municipality(ags="", name=""))
        stored = cls(municipality)
        measures = Measure.objects.filter(municipality=municipality)
        along = measures.select_related("handed_to", "municipality").prefetch_related(*ALONG)
        for measure in along:
            stored.remember(measure)
        for organisation in Organisation.objects.filter(municipality=municipality):
            stored.organisations[normal(organisation.name)] = organisation
        for register in Register.objects.filter(municipality=municipality):
            stored.registers[normal(register.name)] = register
        return stored

    def remember(self, measure: Measure) -> None:
        """Find this measure from now on by its key and name."""
        if measure.key:
            self.by_key[normal(measure.key)] = measure
        self.by_name[normal(measure.name)] = measure

    def find(self, listed: ListedMeasure) -> Measure | None:
        """The measure a row is about: by its name at the export, its key, or its name.

        The same name under another key is another measure, and so is the same key under a
        name that has nothing in common: every plan counts from A1.
        """
        if listed.known_as and (known := self.by_name.get(normal(listed.known_as))) is not None:
            return known
        keyed = self.by_key.get(normal(listed.key)) if listed.key else None
        if keyed is not None and (listed.reference or alike(listed.name, keyed.name)):
            return keyed
        named = self.by_name.get(normal(listed.name)) if listed.name else None
        if named is None or not listed.key or not named.key:
            return named
        return named if normal(named.key) == normal(listed.key) else None

    def holder(self, listed: ListedMeasure) -> Measure | None:
        """The measure that has the number of this one already."""
        return self.by_key.get(normal(listed.key)) if listed.key else None

    def free_name(self, listed: ListedMeasure, measure: Measure | None) -> str:
        """The name of the measure; with its key behind where another one has it already."""
        name = listed.name or listed.key or ""
        other = self.by_name.get(normal(name))
        if other is None or other is measure:
            return name
        suffix = f" ({listed.key or 2})"
        return f"{name[: 160 - len(suffix)]}{suffix}"

    def organisation(self, name: str) -> Organisation:
        """The organisation of that name, not saved yet where it is new."""
        slot = normal(name)
        if slot not in self.organisations:
            self.organisations[slot] = Organisation(
                municipality=self.municipality, name=" ".join(name.split())[:160]
            )
        return self.organisations[slot]

    def register(self, name: str) -> Register:
        """The register of that name, not saved yet where it is new."""
        slot = normal(name)
        if slot not in self.registers:
            self.registers[slot] = Register(
                municipality=self.municipality, name=" ".join(name.split())[:120]
            )
        return self.registers[slot]
