"""Rows below the headings -> what each says of its measure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from klimamosaik.sources.measure_lists.amounts import is_nothing, number
from klimamosaik.sources.measure_lists.columns import LONGEST_NAME
from klimamosaik.sources.measure_lists.complaints import ListProblems, quoted
from klimamosaik.sources.measure_lists.experiences import experiences_of
from klimamosaik.sources.measure_lists.items import (
    costs_of,
    effects_of,
    indicators_of,
    reports_of,
    tasks_of,
)
from klimamosaik.sources.measure_lists.listed import At, ListedMeasure, ListedNote
from klimamosaik.sources.measure_lists.roles import ListColumn, ListRole
from klimamosaik.sources.measure_lists.sheets import SheetLine
from klimamosaik.sources.measure_lists.spans import day_of, first_and_last_year
from klimamosaik.sources.measure_lists.vocabulary import phase_of, vocabulary
from klimamosaik.terms.text import Text

LONGEST_KEY = 20  # characters
LONGEST_WHO = 160  # characters of organisations in a cell; longer ones are prose
LONGEST_YEARS = 40  # characters in which years are those of the work; in prose they may be any


@dataclass
class Reader:
    """Reads the rows of one sheet."""

    file: str
    sheet: str
    columns: tuple[ListColumn, ...]
    refused: ListProblems
    odd: ListProblems
    own: bool = False  # empty cells are emptied on purpose
    records: bool = False  # no cells are merged, no rows are headings
    zeros: bool = True  # zeros of indicators are zeros
    notes: list[ListedNote] = field(default_factory=list)

    def one(self, role: ListRole) -> ListColumn | None:
        """The column with this role."""
        return next((column for column in self.columns if column.role is role), None)

    def all(self, *roles: ListRole) -> list[ListColumn]:
        """All columns with one of these roles."""
        return [column for column in self.columns if column.role in roles]

    def text(self, line: SheetLine, role: ListRole) -> str | None:
        """The cell with this role; None where empty or a word for "no value"."""
        column = self.one(role)
        if column is None:
            return None
        cell = line.cells[column.index]
        if self.own:
            return None if cell == TOO_LONG else cell
        return None if is_nothing(cell) else cell

    def at(self, line: SheetLine) -> At:
        """Where a row stands."""
        return At(self.file, self.sheet, line.number)

    def read(self, line: SheetLine, section: str | None) -> ListedMeasure:
        """What a row says of its measure."""
        self.notes = self._notes(line)
        first, last = self._years(line)
        measure = ListedMeasure(
            at=self.at(line),
            key=self._key(line),
            name=self._name(line),
            known_as=None if self.is_reference else self.text(line, ListRole.KNOWN_AS) or None,
            reference=self.is_reference,
            fields=self._fields(line, section),
            registers=self._list(line, ListRole.REGISTER),
            phase=self._phase(line),
            description=self._description(line),
            aim=self.text(line, ListRole.AIM),
            responsible=self._organisation(line),
            partners=self._list(line, ListRole.PARTNERS),
            contact=self.text(line, ListRole.CONTACT),
            operator=self.text(line, ListRole.OPERATOR),
            network=self.text(line, ListRole.NETWORK),
            payer=self.text(line, ListRole.PAYER),
            obstacles=self.text(line, ListRole.OBSTACLES),
            decision=self.text(line, ListRole.DECISION),
            decision_day=self.day(line, ListRole.DECISION_DAY),
            next_decision=self.day(line, ListRole.NEXT_DECISION),
            first_year=first,
            last_year=last,
            start=self.day(line, ListRole.START),
            life=self.figure(line, ListRole.LIFE),
            reports=reports_of(self, line),
            costs=costs_of(self, line),
            effects=effects_of(self, line),
            tasks=tasks_of(self, line),
            indicators=indicators_of(self, line),
            town=self.text(line, ListRole.TOWN) or None,
            experiences=experiences_of(self, line),
        )
        return _with_notes(measure, tuple(self.notes))

    @property
    def is_reference(self) -> bool:
        """Rows of indicators or of items are about a measure; they do not name it anew."""
        roles = {column.role for column in self.columns}
        if self.own:
            return ListRole.PHASE not in roles
        return ListRole.INDICATOR in roles and ListRole.VALUE in roles

    def _key(self, line: SheetLine) -> str | None:
        key = self.text(line, ListRole.KEY)
        if not key:
            return None
        key = re.sub(r"\.0$", "", re.sub(r"\s+", " ", key)) if not self.own else key
        if len(key) > LONGEST_KEY:
            self.refuse(line, "key_too_long", self.one(ListRole.KEY), key, KEY_TOO_LONG)
            return None
        return key

    def _name(self, line: SheetLine) -> str | None:
        """The name; that of a part follows the measure it belongs to."""
        parts = [self.text(line, role) for role in (ListRole.TITLE, ListRole.PART)]
        name = " – ".join(" ".join(part.split()) for part in parts if part)
        if len(name) <= LONGEST_NAME:
            return name or None
        self.say(line, "name_too_long", self.one(ListRole.TITLE), name, NAME_TOO_LONG)
        self.notes.append(ListedNote(self.heading(ListRole.TITLE), "\n".join(filter(None, parts))))
        return name[: LONGEST_NAME - 1] + "…"

    def heading(self, role: ListRole) -> str:
        """The heading of the column with this role."""
        column = self.one(role)
        return column.heading if column else ""

    def _description(self, line: SheetLine) -> str | None:
        text = self.text(line, ListRole.DESCRIPTION)
        same = text and " ".join(text.split()) == self._plain_name(line)
        return None if same and not self.own else text

    def _plain_name(self, line: SheetLine) -> str:
        return " ".join((self.text(line, ListRole.TITLE) or "").split())

    def _organisation(self, line: SheetLine) -> str | None:
        """Who leads; of a longer text only what stands below the form's own line for it."""
        text = self.text(line, ListRole.RESPONSIBLE)
        if text is None or self.own:
            return text
        found = labelled(text, "responsible")
        if found is None and len(text) <= LONGEST_WHO:
            return text
        self.notes.append(ListedNote(self.heading(ListRole.RESPONSIBLE), text))
        return found

    def _fields(self, line: SheetLine, section: str | None) -> tuple[str, ...] | None:
        words = [line.cells[column.index] for column in self.all(ListRole.FIELD)]
        words = [word for word in words if not is_nothing(word)] or ([section] if section else [])
        if not words:
            return () if self.own and self.one(ListRole.FIELD) else None
        return self._parts(words)

    def _parts(self, words: Sequence[str]) -> tuple[str, ...]:
        split = str.splitlines if self.own else parted
        return tuple(dict.fromkeys(part for word in words for part in split(word) if part))

    def _list(self, line: SheetLine, role: ListRole) -> tuple[str, ...] | None:
        columns = self.all(role)
        words = [line.cells[column.index] for column in columns]
        words = [word for word in words if not is_nothing(word)]
        if not words:
            return () if self.own and columns else None
        if any(len(word) > 400 for word in words):
            self.notes += [ListedNote(column.heading, line.cells[column.index])
                           for column in columns if line.cells[column.index]]  # fmt: skip
            return None
        return self._parts(words)

    def _phase(self, line: SheetLine) -> str | None:
        text = self.text(line, ListRole.PHASE)
        if not text:
            return None
        phase = phase_of(text)
        if phase is None:
            self.refuse(line, "unknown_phase", self.one(ListRole.PHASE), text, NO_PHASE)
            self.notes.append(ListedNote(self.heading(ListRole.PHASE), text))
        return phase

    def _years(self, line: SheetLine) -> tuple[int | None, int | None]:
        (first, last), begins, ends = (
            self._years_in(line, role) for role in (ListRole.SPAN, ListRole.BEGIN, ListRole.END)
        )
        first = begins[0] or begins[1] or first
        last = ends[1] or ends[0] or last
        if first and last and first > last:
            self.say(line, "ends_before_it_begins", None, f"{first} – {last}", TURNED)
            return None, None
        return first, last

    def _years_in(self, line: SheetLine, role: ListRole) -> tuple[int | None, int | None]:
        """Years of a cell; what is more than years is kept as a note as well."""
        text = self.text(line, role)
        if not text:
            return None, None
        answer = text.rsplit("?", 1)[-1].strip()
        found = first_and_last_year(answer) if len(answer) <= LONGEST_YEARS else (None, None)
        if not self.own and (found == (None, None) or len(text) > 12):
            self.notes.append(ListedNote(self.heading(role), text))
        return found

    def day(self, line: SheetLine, role: ListRole) -> date | None:
        """The day in the cell with this role; refused where it is none."""
        text = self.text(line, role)
        if not text:
            return None
        column = self.one(role)
        found = day_of(text, month_first=column is not None and column.month_first)
        if found is None:
            self.refuse(line, "unreadable_day", column, text, NO_DAY)
            self.notes.append(ListedNote(self.heading(role), text))
        return found

    def figure(
        self, line: SheetLine, role: ListRole, *, after: re.Pattern[str] | None = None
    ) -> float | None:
        """The number in the cell with this role, behind what `after` takes off; else refused."""
        column, text = self.one(role), self.text(line, role)
        if column is None or not text:
            return None
        bare = re.sub(r"(?i)\s*(?:jahre?|years?|a)$", "", after.sub("", text) if after else text)
        found = number(bare, column.decimal) if re.fullmatch(r"[-+\d.,' ]+", bare) else None
        if found is None:
            self.refuse(line, "unreadable_number", column, text, NO_NUMBER)
        return found

    def refuse(
        self, line: SheetLine, code: str, column: ListColumn | None, cell: str, must: Text
    ) -> None:
        """Refuse a cell, saying where it stands and what is allowed."""
        said = Text(
            "„{quoted}“ {must}",
            "“{quoted}” {must}",
        ).format(quoted=quoted(cell), must=must)
        self.refused.add(code, self.at(line), said, column=column.heading if column else None)

    def say(
        self, line: SheetLine, code: str, column: ListColumn | None, cell: str, what: Text
    ) -> None:
        """Say what looks wrong in a cell that is taken."""
        said = Text(
            "„{quoted}“ {what}",
            "“{quoted}” {what}",
        ).format(quoted=quoted(cell), what=what)
        self.odd.add(code, self.at(line), said, column=column.heading if column else None)

    def _notes(self, line: SheetLine) -> list[ListedNote]:
        known_as = self.text(line, ListRole.KNOWN_AS) if self.own else None
        if known_as:
            text = self.text(line, ListRole.NOTE)
            return [ListedNote(known_as, text)] if text else []
        return [
            ListedNote(column.heading or f"Spalte {column.index + 1}", line.cells[column.index])
            for column in self.all(ListRole.NOTE)
            if not is_nothing(line.cells[column.index])
        ]


def _with_notes(measure: ListedMeasure, notes: tuple[ListedNote, ...]) -> ListedMeasure:
    return measure if not notes else type(measure)(**{**measure.__dict__, "notes": notes})


def parted(words: str) -> tuple[str, ...]:
    """Several names in one cell: by line, semicolon or bullet; commas only between short ones."""
    parts = [part.strip(" •·–-\t") for part in re.split(r"[\n;|]|\s/\s", words)]
    if len(parts) == 1 and "," in words:
        by_comma = [part.strip() for part in words.split(",")]
        if all(0 < len(part) <= 40 for part in by_comma):
            parts = by_comma
    return tuple(part for part in parts if part)


def labelled(text: str, name: str) -> str | None:
    """What stands below a line of a form such as "Treiber und Ansprechpartner"."""
    pattern = dict(vocabulary().labelled)[name]
    found = pattern.search(text)
    if found is None:
        return None
    rest = text[found.end() :]
    end = vocabulary().labelled_end.search(rest)
    below = (rest[: end.start()] if end else rest).strip(" -\n")
    below = re.sub(r"(\w)-\n(?!und\b|oder\b|bzw)([a-zäöüß])", r"\1\2", below)
    below = " ".join(below.split())  # the lines of a form break anywhere
    return below if 0 < len(below) <= LONGEST_WHO else None


def is_section(line: SheetLine, columns: Sequence[ListColumn]) -> str | None:
    """The field a lone cell announces for the rows below it."""
    if line.filled != 1 or len(columns) < 3:
        return None
    at = next(at for at, cell in enumerate(line.cells) if cell)
    cell = line.cells[at]
    if len(cell) > 120:
        return None
    roles = {column.index: column.role for column in columns}
    named = bool(vocabulary().section.search(cell))
    keyed = any(column.role is ListRole.KEY for column in columns)
    if (
        named
        or roles.get(at) is ListRole.KEY
        or (keyed and at == 0)
        or roles.get(at) is ListRole.FIELD
    ):
        return vocabulary().section_prefix.sub("", cell).strip() or cell
    return None


def is_footer(line: SheetLine) -> bool:
    """True for sums, sources and legends."""
    lead = next((cell for cell in line.cells if cell), "")
    return len(lead) <= 200 and bool(vocabulary().footers.search(lead.lower()))


TOO_LONG = "(zu lang für Excel; bleibt, wie es ist)"  # what an export writes for a longer text
KEY_TOO_LONG = Text(
    "ist länger als eine Nummer sein kann (höchstens {longest_key} Zeichen). Bitte kürzen oder "
    "der Spalte eine andere Bedeutung geben.",
    "is longer than a number can be (at most {longest_key} characters). Please shorten it or say "
    "what else the column is.",
).format(longest_key=LONGEST_KEY)
NAME_TOO_LONG = Text(
    "ist länger als {longest_name} Zeichen; der Name wird gekürzt, der ganze Text bleibt als "
    "Notiz.",
    "is longer than {longest_name} characters; the name is cut, the whole text is kept as a note.",
).format(longest_name=LONGEST_NAME)
NO_PHASE = Text(
    "ist keine Phase. Erlaubt sind Idee, Prototyp, Pilot, dauerhaft, Transfer, gestoppt. "
    "Der Text bleibt als Notiz.",
    "is no phase. Allowed are idea, prototype, pilot, permanent, transfer, stopped. "
    "The text is kept as a note.",
)
NO_DAY = Text(
    "ist kein Tag wie 31.12.2024 oder 12/2024. Bitte berichtigen; der Text bleibt als Notiz.",
    "is no day such as 2024-12-31 or 12/2024. Please correct it; the text is kept as a note.",
)
NO_NUMBER = Text(
    "ist keine Zahl. Bitte berichtigen oder leer lassen.",
    "is no number. Please correct it or leave it empty.",
)
TURNED = Text(
    "endet, bevor es beginnt; die Jahre bleiben leer. Bitte Beginn und Ende prüfen.",
    "ends before it begins; the years stay empty. Please check begin and end.",
)
WITHOUT_NAME = Text(
    "hat weder Namen noch Nummer einer Maßnahme und wird nicht genommen. Bitte ergänzen.",
    "has neither name nor number of a measure and is not taken. Please add one.",
)
