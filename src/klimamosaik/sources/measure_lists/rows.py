"""Rows below the headings -> what each says of its measure."""

import re
from collections.abc import Sequence

from klimamosaik.sources.measure_lists.amounts import is_nothing, number
from klimamosaik.sources.measure_lists.column_look import LONGEST_NAME
from klimamosaik.sources.measure_lists.costs import costs_of
from klimamosaik.sources.measure_lists.experiences import experiences_of
from klimamosaik.sources.measure_lists.items import effects_of, indicators_of, reports_of, tasks_of
from klimamosaik.sources.measure_lists.listed import ListedMeasure, ListedNote
from klimamosaik.sources.measure_lists.roles import ListColumn, ListRole
from klimamosaik.sources.measure_lists.row_reader import RowReader
from klimamosaik.sources.measure_lists.sheets import SheetLine
from klimamosaik.sources.measure_lists.spans import first_and_last_year
from klimamosaik.sources.measure_lists.vocabulary import after_funding_of, phase_of, vocabulary
from klimamosaik.terms.text import Text

LONGEST_KEY = 20  # characters
LONGEST_WHO = 160  # characters of organisations in a cell; longer ones are prose
LONGEST_YEARS = 40  # characters in which years are those of the work; in prose they may be any


def read_row(reader: RowReader, line: SheetLine, section: str | None) -> ListedMeasure:
    """What a row says of its measure."""
    reader.notes = _notes(reader, line)
    first, last = _years(reader, line)
    measure = ListedMeasure(
        at=reader.at(line),
        key=_key(reader, line),
        name=_name(reader, line),
        known_as=None if reader.is_reference else reader.text(line, ListRole.KNOWN_AS) or None,
        reference=reader.is_reference,
        fields=_fields(reader, line, section),
        registers=_list(reader, line, ListRole.REGISTER),
        phase=_phase(reader, line),
        phase_since=reader.day(line, ListRole.PHASE_SINCE),
        description=_description(reader, line),
        aim=reader.text(line, ListRole.AIM),
        responsible=_organisation(reader, line),
        partners=_list(reader, line, ListRole.PARTNERS),
        contact=reader.text(line, ListRole.CONTACT),
        contact_confirmed=reader.day(line, ListRole.CONTACT_CONFIRMED),
        organiser=reader.text(line, ListRole.ORGANISER),
        organiser_confirmed=reader.day(line, ListRole.ORGANISER_CONFIRMED),
        operator=reader.text(line, ListRole.OPERATOR),
        network=reader.text(line, ListRole.NETWORK),
        payer=reader.text(line, ListRole.PAYER),
        funding_end=reader.day(line, ListRole.FUNDING_END),
        after_funding=_after_funding(reader, line),
        handed_to=reader.text(line, ListRole.HANDED_TO),
        obstacles=reader.text(line, ListRole.OBSTACLES),
        decision=reader.text(line, ListRole.DECISION),
        decision_day=reader.day(line, ListRole.DECISION_DAY),
        next_decision=reader.day(line, ListRole.NEXT_DECISION),
        first_year=first,
        last_year=last,
        start=reader.day(line, ListRole.START),
        life=reader.figure(line, ListRole.LIFE),
        grant_percent=_grant(reader, line),
        reports=reports_of(reader, line),
        costs=costs_of(reader, line),
        effects=effects_of(reader, line),
        tasks=tasks_of(reader, line),
        indicators=indicators_of(reader, line),
        town=reader.text(line, ListRole.TOWN) or None,
        experiences=experiences_of(reader, line),
    )
    return _with_notes(measure, tuple(reader.notes))


def _key(reader: RowReader, line: SheetLine) -> str | None:
    key = reader.text(line, ListRole.KEY)
    if not key:
        return None
    key = re.sub(r"\.0$", "", re.sub(r"\s+", " ", key)) if not reader.own else key
    if len(key) > LONGEST_KEY:
        reader.refuse(line, "key_too_long", reader.one(ListRole.KEY), key, KEY_TOO_LONG)
        return None
    return key


def _name(reader: RowReader, line: SheetLine) -> str | None:
    """The name; that of a part follows the measure it belongs to."""
    parts = [reader.text(line, role) for role in (ListRole.TITLE, ListRole.PART)]
    name = " – ".join(" ".join(part.split()) for part in parts if part)
    if len(name) <= LONGEST_NAME:
        return name or None
    reader.say(line, "name_too_long", reader.one(ListRole.TITLE), name, NAME_TOO_LONG)
    reader.notes.append(ListedNote(reader.heading(ListRole.TITLE), "\n".join(filter(None, parts))))
    return name[: LONGEST_NAME - 1] + "…"


def _description(reader: RowReader, line: SheetLine) -> str | None:
    text = reader.text(line, ListRole.DESCRIPTION)
    same = text and " ".join(text.split()) == _plain_name(reader, line)
    return None if same and not reader.own else text


def _plain_name(reader: RowReader, line: SheetLine) -> str:
    return " ".join((reader.text(line, ListRole.TITLE) or "").split())


def _organisation(reader: RowReader, line: SheetLine) -> str | None:
    """Who leads; of a longer text only what stands below the form's own line for it."""
    text = reader.text(line, ListRole.RESPONSIBLE)
    if text is None or reader.own:
        return text
    found = labelled(text, "responsible")
    if found is None and len(text) <= LONGEST_WHO:
        return text
    reader.notes.append(ListedNote(reader.heading(ListRole.RESPONSIBLE), text))
    return found


def _fields(reader: RowReader, line: SheetLine, section: str | None) -> tuple[str, ...] | None:
    words = [line.cells[column.index] for column in reader.all(ListRole.FIELD)]
    words = [word for word in words if not is_nothing(word)] or ([section] if section else [])
    if not words:
        return () if reader.own and reader.one(ListRole.FIELD) else None
    return _parts(reader, words)


def _parts(reader: RowReader, words: Sequence[str]) -> tuple[str, ...]:
    split = str.splitlines if reader.own else parted
    return tuple(dict.fromkeys(part for word in words for part in split(word) if part))


def _list(reader: RowReader, line: SheetLine, role: ListRole) -> tuple[str, ...] | None:
    columns = reader.all(role)
    words = [line.cells[column.index] for column in columns]
    words = [word for word in words if not is_nothing(word)]
    if not words:
        return () if reader.own and columns else None
    if any(len(word) > 400 for word in words):
        reader.notes += [ListedNote(column.heading, line.cells[column.index])
                       for column in columns if line.cells[column.index]]  # fmt: skip
        return None
    return _parts(reader, words)


def _phase(reader: RowReader, line: SheetLine) -> str | None:
    text = reader.text(line, ListRole.PHASE)
    if not text:
        return None
    phase = phase_of(text)
    if phase is None:
        reader.refuse(line, "unknown_phase", reader.one(ListRole.PHASE), text, NO_PHASE)
        reader.notes.append(ListedNote(reader.heading(ListRole.PHASE), text))
    return phase


def _after_funding(reader: RowReader, line: SheetLine) -> str | None:
    text = reader.text(line, ListRole.AFTER_FUNDING)
    if not text:
        return None
    decision = after_funding_of(text)
    if decision is None:
        column = reader.one(ListRole.AFTER_FUNDING)
        reader.refuse(line, "unknown_decision", column, text, NO_DECISION)
        reader.notes.append(ListedNote(reader.heading(ListRole.AFTER_FUNDING), text))
    return decision


def _grant(reader: RowReader, line: SheetLine) -> float | None:
    """The share of the cost that is granted [%]; what is no single share stays a note.

    Excel holds 60 % as 0.6, and nobody grants less than one per cent.
    """
    column, text = reader.one(ListRole.GRANT), reader.text(line, ListRole.GRANT)
    if column is None or not text:
        return None
    bare = text.replace("%", "").strip()
    share = number(bare, column.decimal) if re.fullmatch(r"\d[\d.,]*", bare) else None
    if share is not None and share < 1 and "%" not in text and not reader.own:
        share *= 100
    plain = share is not None and 0 <= share <= 100
    if plain and not (share == 1 and "%" not in text and not reader.own):  # 100 or one per cent?
        return round(share or 0.0, 6)
    reader.refuse(line, "unreadable_grant", column, text, NO_SHARE)
    reader.notes.append(ListedNote(reader.heading(ListRole.GRANT), text))
    return None


def _years(reader: RowReader, line: SheetLine) -> tuple[int | None, int | None]:
    (first, last), begins, ends = (
        _years_in(reader, line, role) for role in (ListRole.SPAN, ListRole.BEGIN, ListRole.END)
    )
    first = begins[0] or begins[1] or first
    last = ends[1] or ends[0] or last
    if first and last and first > last:
        reader.say(line, "ends_before_it_begins", None, f"{first} – {last}", TURNED)
        return None, None
    return first, last


def _years_in(reader: RowReader, line: SheetLine, role: ListRole) -> tuple[int | None, int | None]:
    """Years of a cell; what is more than years is kept as a note as well."""
    text = reader.text(line, role)
    if not text:
        return None, None
    answer = text.rsplit("?", 1)[-1].strip()
    found = first_and_last_year(answer) if len(answer) <= LONGEST_YEARS else (None, None)
    if not reader.own and (found == (None, None) or len(text) > 12):
        reader.notes.append(ListedNote(reader.heading(role), text))
    return found


def _notes(reader: RowReader, line: SheetLine) -> list[ListedNote]:
    known_as = reader.text(line, ListRole.KNOWN_AS) if reader.own else None
    if known_as:
        text = reader.text(line, ListRole.NOTE)
        return [ListedNote(known_as, text)] if text else []
    return [
        ListedNote(column.heading or f"Spalte {column.index + 1}", line.cells[column.index])
        for column in reader.all(ListRole.NOTE)
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
NO_SHARE = Text(
    "ist keine Förderquote zwischen 0 und 100 %. Bitte berichtigen; der Text bleibt als Notiz.",
    "is no share of a grant from 0 to 100 %. Please correct it; the text is kept as a note.",
)
NO_DECISION = Text(
    "sagt nicht, wie es nach der Förderung weitergeht. Erlaubt sind weiterführen, übergeben, "
    "beenden. Der Text bleibt als Notiz.",
    "does not say how it goes on after the funding. Allowed are continue, hand over, end. The "
    "text is kept as a note.",
)
TURNED = Text(
    "endet, bevor es beginnt; die Jahre bleiben leer. Bitte Beginn und Ende prüfen.",
    "ends before it begins; the years stay empty. Please check begin and end.",
)
WITHOUT_NAME = Text(
    "hat weder Namen noch Nummer einer Maßnahme und wird nicht genommen. Bitte ergänzen.",
    "has neither name nor number of a measure and is not taken. Please add one.",
)
