"""Two people at one form: what only one of them changed is put together, the rest is asked."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.timezone import localtime

from klimamosaik.records.answers import (
    answer,
    as_shown,
    in_words,
    listed,
    mark_of,
    sent_by,
)
from klimamosaik.records.authors import NOBODY, written_name
from klimamosaik.records.language import in_both
from klimamosaik.records.versions import OpenedWith, overtaken
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text

VERSION, ASKED, CHOICE = "version", "asked", "choose-"  # what a form carries beside its fields
MINE, THEIRS = "mine", "theirs"
STORED = Text("Inzwischen gespeichert", "Saved meanwhile")
STORED_BY = Text(
    "Inzwischen gespeichert von {who} ({at:time})", "Saved meanwhile by {who} ({at:time})"
)
TAKEN_OVER_FROM = Text(
    "{field} hat inzwischen {who} geändert ({at:time}): {now}. Das ist übernommen.",
    "{field} was changed meanwhile by {who} ({at:time}): {now}. That is kept.",
)
TAKEN_OVER = Text(
    "{field} wurde inzwischen geändert: {now}. Das ist übernommen.",
    "{field} was changed meanwhile: {now}. That is kept.",
)
CHOOSE = Text(
    "Hier ist schon etwas anderes gespeichert. Bitte wählen Sie, was gelten soll.",
    "Something else is stored here already. Please choose what counts.",
)


@dataclass(frozen=True)
class FieldConflict:
    """A field two people changed: what one typed, and what the other has stored."""

    name: str
    mine: str
    theirs: str
    source: Text  # who stored that, and when


@dataclass(frozen=True)
class FieldWriter:
    """Who changed a field, and when."""

    who: str = NOBODY
    at: datetime | None = None

    @classmethod
    def of(cls, record: Any) -> "FieldWriter":
        """As a record of the history says."""
        return cls(written_name(record), localtime(record.history_date))

    @property
    def stored(self) -> Text:
        """That they stored something."""
        if self.at is None:
            return STORED
        return STORED_BY.format(who=self.who, at=self.at)

    def taken_over(self, field: Text, now: Text) -> Text:
        """That what they stored of a field is kept."""
        if self.at is None:
            return TAKEN_OVER.format(field=field, now=now)
        return TAKEN_OVER_FROM.format(field=field, now=now, who=self.who, at=self.at)


@dataclass
class Merged:
    """What became of a form that others were at, too."""

    versions: tuple[int, ...]  # of what it was put together with
    conflicts: dict[str, FieldConflict] = field(default_factory=dict)
    told: list[Text] = field(default_factory=list)  # what was taken over from others
    problems: list[Problem] = field(default_factory=list)  # what can only be told


@dataclass(frozen=True)
class Meeting:
    """A VersionedForm that was sent, and what it shows as it is stored now."""

    form: Any

    @property
    def versions(self) -> tuple[int, ...]:
        """Of what it shows, read before that was read."""
        found: tuple[int, ...] = self.form.seen
        return found

    def merged(self) -> Merged:
        """Put together what was sent and what others stored since the form was opened."""
        found = Merged(self.versions)
        opened = OpenedWith.read("".join(sent_by(self.form, VERSION)))
        make_changeable(self.form)
        if opened is None or len(opened.versions) != len(self.versions):
            return found  # no form of ours: nothing was opened
        for each, number in zip(self.form.watched, opened.versions, strict=True):
            problem = overtaken(each, number, self.form.told)
            found.problems += [problem] if problem else []
        if not found.problems:
            self.put_together(opened, found)
        answer(self.form, VERSION, [str(opened_with(self.form, self.versions))])
        return found

    def beside(self, name: str) -> list[str]:
        """What was sent beside the fields, by its name on the page."""
        return [str(each) for each in self.form.data.getlist(name)]

    def put_together(self, opened: OpenedWith, found: Merged) -> None:
        """Field by field: what others changed is taken over, what both changed is asked."""
        moved = opened.versions != self.versions
        unseen = moved and (self.form.same or (self.form.as_one and self.both_changed(opened)))
        marks = {} if unseen else opened.marks
        writers = self.writers(opened) if moved else {}
        asked = set(self.beside(ASKED))
        for name in shown_fields(self.form):
            sent, now = sent_by(self.form, name), as_shown(self.form, name)
            before, mine, theirs = marks.get(name), *self.marks(name, sent, now)
            if mine == theirs:
                continue
            writer = (
                writers.get(self.form.kept_as.get(name, name)) or writers.get("") or FieldWriter()
            )
            if before == mine:
                self.take_over(name, now, found, writer)
            elif before != theirs or self.form.add_prefix(name) in asked:
                self.decide(name, found, writer, again=before != theirs)

    def both_changed(self, opened: OpenedWith) -> bool:
        """True where the form was filled in, and what it shows has changed."""
        now = opened_with(self.form, self.versions).marks
        names = shown_fields(self.form)
        sent = {name: self.marks(name, sent_by(self.form, name))[0] for name in names}
        return dict(opened.marks) not in (now, sent)

    def marks(self, name: str, *answers: list[str]) -> tuple[str, ...]:
        """The marks of several answers of a field."""
        return tuple(mark_of(self.form.fields[name], each) for each in answers)

    def take_over(self, name: str, now: list[str], found: Merged, writer: FieldWriter) -> None:
        """Only others changed it."""
        answer(self.form, name, now)
        said = in_both(lambda: in_words(self.form.fields[name], now))
        found.told.append(writer.taken_over(label_of(self.form, name), said))

    def decide(self, name: str, found: Merged, writer: FieldWriter, *, again: bool) -> None:
        """Both changed it: what was chosen counts; without a choice it is asked."""
        sent, now = sent_by(self.form, name), as_shown(self.form, name)
        chosen = "" if again else "".join(self.beside(CHOICE + self.form.add_prefix(name)))
        if chosen == THEIRS:
            answer(self.form, name, now)
        elif chosen != MINE:
            mine, theirs = (in_words(self.form.fields[name], each) for each in (sent, now))
            found.conflicts[name] = FieldConflict(name, mine, theirs, writer.stored)

    def writers(self, opened: OpenedWith) -> dict[str, FieldWriter]:
        """Who changed which field last since; "" who wrote last at all."""
        found: dict[str, FieldWriter] = {}
        for each, number in zip(self.form.watched, opened.versions, strict=True):
            changed = each.changed_since(number)
            found |= {name: FieldWriter.of(record) for name, record in changed.items()}
        return found


def shown_fields(form: forms.BaseForm) -> list[str]:
    """The fields of a form that a person fills in."""
    beside = getattr(form, "unstored", ())
    return [
        name
        for name, each in form.fields.items()
        if not each.widget.is_hidden and name not in beside
    ]


def opened_with(form: forms.BaseForm, versions: tuple[int, ...]) -> OpenedWith:
    """What a form shows as it is stored now, as it carries it."""
    marks = {name: mark_of(form.fields[name], as_shown(form, name)) for name in shown_fields(form)}
    return OpenedWith(versions, marks)


def make_changeable(form: forms.BaseForm) -> None:
    """What was sent, so that answers can be put in."""
    data: Any = form.data
    if getattr(data, "_mutable", False):  # several forms of one page share it
        return
    form.data = (
        data.copy()
        if isinstance(data, MultiValueDict)
        else MultiValueDict({name: list(listed(value)) for name, value in data.items()})
    )


def label_of(form: forms.BaseForm, name: str) -> Text:
    """What a field is called, as it begins a sentence."""
    return in_both(lambda: capfirst(form[name].label))
