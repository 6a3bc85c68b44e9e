"""What others entered in the grid of a year since somebody opened it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from klimamosaik.balance.grid_page import PREFIX, shown
from klimamosaik.balance.kernel.grid import Item
from klimamosaik.balance.models import Entry
from klimamosaik.records.authors import written_name
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Language, Text
from klimamosaik.terms.whole_number import whole_number

EMPTY = Text("nichts", "nothing")
MEANWHILE = Text(
    "{item}: Inzwischen hat {who} „{now}“ eingetragen ({at:time}); als Sie die Seite öffneten, "
    "stand dort „{opened}“. Ihr Wert steht noch im Feld; gehen Sie noch einmal weiter, gilt er.",
    "{item}: meanwhile {who} entered “{now}” ({at:time}); when you opened the page it said "
    "“{opened}”. Your value is still in its field; if you go on once more, it counts.",
)


@dataclass(frozen=True)
class Meanwhile:
    """An item somebody changed since: what its field showed then and shows now."""

    opened: str
    now: str
    by: str
    at: datetime

    def problem(self, item: Item) -> Problem:
        """Who changed it, for whoever typed something else."""
        told = MEANWHILE.format(
            item=item.text, who=self.by, now=self.now or EMPTY, at=localtime(self.at),
            opened=self.opened or EMPTY,
        )  # fmt: skip
        return Problem("changed_meanwhile", told, column=item.code)


def version_of(*, ags: str, year: int) -> int:
    """The newest record of all entries of a year; 0 before the first."""
    kept = Entry.history.filter(municipality_id=ags, year=year).order_by("-history_id")
    return kept.values_list("history_id", flat=True).first() or 0


def changed_since(
    *, ags: str, year: int, version: str, language: Language
) -> dict[Item, Meanwhile]:
    """Items whose field shows something else than when the grid was opened with `version`."""
    seen = whole_number(version)
    if seen is None:
        return {}
    opened: dict[Item, str] = {}
    found: dict[Item, Meanwhile] = {}
    kept = Entry.history.filter(municipality_id=ags, year=year).select_related("history_user")
    for record in kept.order_by("history_id"):
        entry: Entry = record.instance
        says = "" if record.history_type == "-" else shown(entry.cell(), language)
        if record.history_id <= seen:
            opened[entry.item] = says
            continue
        before = opened.get(entry.item, "")
        found[entry.item] = Meanwhile(before, says, written_name(record), record.history_date)
    return {item: each for item, each in found.items() if each.opened != each.now}


def typed_in(post: Mapping[str, str], others: Mapping[Item, Meanwhile]) -> dict[str, str]:
    """What was typed, without fields left as they were: those say what others entered."""
    left = {PREFIX + item.code: each.opened for item, each in others.items()}
    return {name: text for name, text in post.items() if left.get(name) != text.strip()}


def overtaken(typed: Mapping[str, str], others: Mapping[Item, Meanwhile]) -> list[Problem]:
    """A sentence for each field in which two people entered different things."""
    return [
        each.problem(item)
        for item, each in others.items()
        if typed.get(PREFIX + item.code, each.now).strip() != each.now
    ]
