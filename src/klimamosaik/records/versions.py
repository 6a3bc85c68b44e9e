"""The version of what a form shows, and what others changed of it since."""

from collections.abc import Collection, Mapping, Sequence
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
REMOVED = Text("entfernt", "removed")
LISTED = Text("Einträge der Liste", "entries of the list")


@dataclass(frozen=True)
class Watched:
    """One record a form shows: of which model, and what finds it; it may not be there yet."""

    model: Any
    where: dict[str, Any]
    many: bool = False  # a list of them, of which rows come and go

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

    def since(self, version: int) -> list[Any]:
        """The records written after a version, oldest first."""
        later = self.records.filter(history_id__gt=version).select_related("history_user")
        return list(later.reverse())

    def changed_since(self, version: int) -> dict[str, Any]:
        """The newest record after a version that changed a field, by its name; "": the newest."""
        found: dict[str, Any] = {}
        before = None if self.many else self.records.filter(history_id=version).first()
        for record in self.since(version):
            for change in changes_between(self.model, before, record):
                found[change.field] = record
            found[""] = record
            before = None if self.many else record
        return found


@dataclass(frozen=True)
class OpenedWith:
    """What a form was opened with: the versions of what it shows, and a mark of each field."""

    versions: tuple[int, ...]
    marks: Mapping[str, str]

    @classmethod
    def read(cls, text: str) -> "OpenedWith | None":
        """As a form carries it; None for what no form of ours sent."""
        numbers, _, marks = text.partition(" ")
        versions = numbers.split("-")
        if not all(each.isdecimal() and len(each) < 19 for each in versions):
            return None
        pairs = (each.rpartition(":") for each in marks.split())
        return cls(tuple(map(int, versions)), {name: mark for name, _, mark in pairs})

    def __str__(self) -> str:
        numbers = "-".join(map(str, self.versions))
        return " ".join([numbers, *(f"{name}:{mark}" for name, mark in self.marks.items())])


def versions_of(watched: Sequence[Watched]) -> tuple[int, ...]:
    """The version of each record a form shows."""
    return tuple(each.version for each in watched)


def changes_between(model: Any, before: Any, after: Any) -> list[Raw]:
    """What differs between two records; nothing where one says that there is none."""
    if before is None or "-" in {before.history_type, after.history_type}:
        return []
    key = [getattr(after, model._meta.pk.attname)]
    links = {name: links_of(model, name, key) for name in linked(model)}
    return differences(before, after, links)


def overtaken(watched: Watched, version: int, fields: Collection[str]) -> Problem | None:
    """Who removed a record since a version, or changed what its form can only tell."""
    newest = watched.records.select_related("history_user").first()
    if newest is None or newest.history_id == version:
        return None
    if watched.many:
        text = change_sentence(watched.model, newest, [], LISTED) if fields else None
        return Problem("changed_meanwhile", text) if text else None
    if newest.history_type == "-":
        return Problem("changed_meanwhile", change_sentence(watched.model, newest, []))
    opened = watched.records.filter(history_id=version).first()
    found = [
        each for each in changes_between(watched.model, opened, newest) if each.field in fields
    ]
    return (
        Problem("changed_meanwhile", change_sentence(watched.model, newest, found))
        if found
        else None
    )


def change_sentence(model: Any, newest: Any, changes: list[Raw], whole: Text = REMOVED) -> Text:
    """The sentence that says who changed what."""

    def listed() -> str:
        (told,) = in_words(model, [changes])
        return "; ".join(f"{each.field}: {each.before} → {each.after}" for each in told)

    return OVERTAKEN.format(
        who=written_name(newest),
        at=localtime(newest.history_date),
        changes=in_both(listed) if changes else whole,
    )
