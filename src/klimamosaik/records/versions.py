"""The version of what a form shows, and what others changed of it since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.timezone import localtime

from klimamosaik.records.authors import written_name
from klimamosaik.records.changes import Raw, differences, history_of, in_words, linked, links_of
from klimamosaik.records.language import in_both
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text

NONE = 0  # the version of what is not there yet
OVERTAKEN = Text(
    "Inzwischen hat {who} das geändert ({at:time}): {changes}. Ihre Eingaben stehen noch hier; "
    "wenn Sie noch einmal speichern, gelten sie.",
    "Meanwhile {who} changed this ({at:time}): {changes}. What you entered is still here; if you "
    "save again, it counts.",
)
WRITTEN, REMOVED = Text("neu eingetragen", "entered anew"), Text("entfernt", "removed")


@dataclass(frozen=True)
class Watched:
    """One record a form shows: of which model, and what finds it; it may not be there yet."""

    model: Any
    where: dict[str, Any]

    @classmethod
    def row(cls, row: Model) -> "Watched":
        """A record that is there, or a new one, which nobody else can change."""
        return cls(type(row), {row._meta.pk.attname: row.pk})

    @property
    def records(self) -> Any:
        """What its history keeps, newest first."""
        return history_of(self.model).filter(**self.where).order_by("-history_id")

    @property
    def version(self) -> int:
        """The number of its newest record."""
        if None in self.where.values():
            return NONE
        newest: int | None = self.records.values_list("history_id", flat=True).first()
        return newest or NONE

    def since(self, version: int, fields: Collection[str]) -> tuple[Any, list[Raw]] | None:
        """The newest record and what it says otherwise in these fields; None: nothing."""
        newest = self.records.select_related("history_user").first()
        if newest is None or newest.history_id == version:
            return None
        opened = self.records.filter(history_id=version).first()
        if opened is None or "-" in {opened.history_type, newest.history_type}:
            return newest, []
        key = [getattr(newest, self.model._meta.pk.attname)]
        links = {name: links_of(self.model, name, key) for name in linked(self.model)}
        found = [each for each in differences(opened, newest, links) if each.field in fields]
        return (newest, found) if found else None


def version_of(watched: Sequence[Watched]) -> str:
    """The version of all a form shows, as it carries it."""
    return "-".join(str(each.version) for each in watched)


def overtaken(watched: Sequence[Watched], opened: str, fields: Collection[str]) -> Problem | None:
    """Who changed what since a form was opened; None where nobody changed what it shows."""
    numbers = opened.split("-")
    if len(numbers) != len(watched) or not all(each.isdecimal() for each in numbers):
        return None  # no form of ours: nothing was opened
    for each, number in zip(watched, numbers, strict=True):
        found = each.since(int(number), fields)
        if found is not None:
            return Problem("changed_meanwhile", told_of(each.model, *found))
    return None


def told_of(model: Any, newest: Any, changes: list[Raw]) -> Text:
    """The sentence that says who changed what."""

    def listed() -> str:
        (told,) = in_words(model, [changes])
        return "; ".join(f"{each.field}: {each.before} → {each.after}" for each in told)

    whole = REMOVED if newest.history_type == "-" else WRITTEN
    return OVERTAKEN.format(
        who=written_name(newest),
        at=localtime(newest.history_date),
        changes=in_both(listed) if changes else whole,
    )
