"""What a form offers to tick in a large town: what is ticked already, and what was looked for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from klimamosaik.places.models import BuildingKind, MeterPoint, Municipality
from klimamosaik.records.paging import LONGEST, found_in
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text
from klimamosaik.terms.whole_number import whole_number

MANY = 60  # so many are offered at once
WORDS = "gesucht"  # in the form: what to look for
METER = (
    *("building__name", "building__address", "building__district"),
    *("name", "number", "carrier"),
)


@dataclass(frozen=True)
class MeterSearch:
    """What is looked for in a form, and how much of it there is."""

    words: str
    all: int
    found: int

    @property
    def many(self) -> bool:
        """True where not all meters can be offered at once."""
        return self.all > MANY

    @property
    def count_text(self) -> Text:
        """How many meters fit, or that one has to look for them."""
        if not self.words:
            return ASK.format(all=self.all)
        said = FOUND if self.found <= MANY else TOO_MANY
        return said.format(found=self.found, all=self.all, shown=MANY)


def words_in(form: forms.BaseForm) -> str:
    """What is looked for."""
    return str(form.data.get(WORDS, "")).strip()[:LONGEST]


def ticked(form: forms.BaseForm, name: str) -> list[int]:
    """Ids of what is ticked, as sent or else as stored."""
    sent = form.data
    given: Iterable[Any] = form.get_initial_for_field(form.fields[name], name) or ()
    if form.is_bound:
        given = sent.getlist(name) if hasattr(sent, "getlist") else sent.get(name, ())
    numbers = (whole_number(str(key_of(each))) for each in given)
    return [number for number in numbers if number is not None]


def key_of(each: Any) -> Any:
    """The id of a row, or what was sent as one."""
    return getattr(each, "pk", each)


def looked_for(form: forms.BaseForm, town: Municipality) -> tuple[MeterSearch, list[int] | None]:
    """How many meters fit the words, and the first of them; None: all can be offered."""
    points = MeterPoint.objects.filter(building__municipality=town)
    words, count = words_in(form), points.count()
    if count <= MANY:
        return MeterSearch(words, count, count), None
    if not words:
        return MeterSearch(words, count, 0), []
    fitting = [pk for pk, *texts in points.values_list("pk", *METER) if meant(words, texts)]
    return MeterSearch(words, count, len(fitting)), fitting[:MANY]


def meant(words: str, texts: list[str]) -> bool:
    """True where a meter is meant: by building, address, district, name, number or carrier."""
    carrier = Carrier(texts[-1]).text
    return found_in(words, *texts[:-1], carrier.de, carrier.en)


def buildings_looked_for(
    town: Municipality, words: str, chosen: Collection[int]
) -> Collection[int] | None:
    """The same of buildings, with those ticked; None: all can be offered."""
    rows = list(town.buildings.values_list("pk", "name", "address", "district", "kind"))
    if len(rows) <= MANY:
        return None
    fitting = [
        pk
        for pk, *texts, kind in rows
        if words and found_in(words, *texts, *BuildingKind(kind).text.both().values())
    ]
    return {*fitting[:MANY], *chosen}


ASK = Text(
    "{all:n} Zähler: Suchen Sie die, um die es geht. Angekreuztes bleibt angekreuzt.",
    "{all:n} meters: look for those in question. What is ticked stays ticked.",
)
FOUND = Text("{found:n} von {all:n} Zählern passen.", "{found:n} of {all:n} meters fit.")
TOO_MANY = Text(
    "{found:n} von {all:n} Zählern passen; hier stehen die ersten {shown:n}. Bitte genauer suchen.",
    "{found:n} of {all:n} meters fit; here are the first {shown:n}. Please look more closely.",
)
