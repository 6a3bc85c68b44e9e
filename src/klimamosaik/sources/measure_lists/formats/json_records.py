"""Measure sheets as JSON: one measure a file, or several by number or in a list."""

import html
import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from klimamosaik.sources.measure_lists.formats.format import ListFile, ListFormat, SheetsRead
from klimamosaik.sources.measure_lists.roles import ListHints, ListRole
from klimamosaik.sources.measure_lists.sheets import ListSheet, SheetLine
from klimamosaik.sources.measure_lists.vocabulary import role_of, vocabulary
from klimamosaik.terms.complaint import rejected

DEEPEST = 3  # objects around a list of records
BREAK = re.compile(r"(?i)</(?:p|li|div|h\d|tr)>|<br\s*/?>")
TAG = re.compile(r"<[^<>]{0,2000}>")
KEY, NAME = "Nummer", "Name der Maßnahme"
FILE_KEY = re.compile(r"^[A-ZÄÖÜ]{0,4}[ _-]?\d{1,3}(?:[._-]\d{1,3})*[a-z]?$", re.IGNORECASE)


def recognises(file: ListFile) -> bool:
    """True for any JSON."""
    return file.parsed is not None


def read(file: ListFile, hints: ListHints) -> SheetsRead:
    """The sheet of measures a JSON text holds; raise InputRejected where it holds no records.

    Columns are the keys of the records, the first two a number and a name where the records have
    none of their own.
    """
    del hints
    listed = largest_list(file.parsed)
    return SheetsRead((records_sheet(_records(file.parsed, listed, file.content.name)),))


def records_sheet(records: Sequence[dict[str, Any]]) -> ListSheet:
    """Records as a sheet with their keys as headings; raise InputRejected where there are none."""
    if not records:
        raise rejected(
            "json_without_measures",
            "Die JSON-Datei enthält keine Maßnahme: erwartet wird ein Blatt mit Namen und Texten, "
            "eine Liste solcher Blätter oder ein Verzeichnis von Nummern zu Blättern.",
            "The JSON file holds no measure: a sheet with names and texts is expected, a list of "
            "such sheets, or a directory of numbers to sheets.",
        )
    headings = list(dict.fromkeys(key for record in records for key in record))
    rows = [[_text(record.get(heading)) for heading in headings] for record in records]
    lines = [SheetLine(at, tuple(row)) for at, row in enumerate([headings, *rows])]
    return ListSheet("", tuple(lines), True, len(headings), records=True)


def _records(parsed: Any, found: list[Any], file: str) -> Sequence[dict[str, Any]]:
    """A sheet, a directory of sheets, or the longest list of records inside."""
    listed = [_named(each, None) for each in found if isinstance(each, dict) and each]
    if not isinstance(parsed, dict):
        return listed
    if _is_sheet(parsed) and (not listed or _names_itself(parsed)):
        return [_named(parsed, _key_of_file(file))]
    sheets = [(key, each) for key, each in parsed.items() if isinstance(each, dict) and each]
    if sheets and len(sheets) >= max(len(parsed) / 2, len(listed)):
        return [_named(each, str(key)) for key, each in sheets]
    return listed


def _names_itself(record: dict[str, Any]) -> bool:
    """A record of a measure, not an envelope such as {"count": 3, "results": […]}."""
    return ListRole.TITLE in {role_of(str(key)) for key in record}


def largest_list(parsed: Any, depth: int = 0) -> list[Any]:
    """The longest list of records, however deep an API wraps it: {"data": {"plan": {…: [ ]}}}."""
    if isinstance(parsed, list):
        return parsed if any(isinstance(each, dict) for each in parsed) else []
    if not isinstance(parsed, dict) or depth > DEEPEST:
        return []
    return max((largest_list(each, depth + 1) for each in parsed.values()), key=len, default=[])


def _is_sheet(record: dict[str, Any]) -> bool:
    """A record of texts, not a directory of others."""
    plain = [each for each in record.values() if not isinstance(each, dict | list)]
    return bool(plain) and len(plain) >= len(record) / 2


def _named(record: dict[str, Any], key: str | None) -> dict[str, Any]:
    """The record with a number and a name in front, from the texts where it has none."""
    roles = {role_of(str(heading)) for heading in record}
    texts = [each for each in record.values() if isinstance(each, str)]
    title = None if "name" in roles else _title_line(texts, key)
    front: dict[str, Any] = {}
    if "key" not in roles and (key or title):
        front[KEY] = key or (title[0] if title else None)
    if "name" not in roles and title:
        front[NAME] = title[1]
    return {**front, **{str(heading): each for heading, each in record.items()}}


def _title_line(texts: Sequence[str], key: str | None) -> tuple[str, str] | None:
    """ "Maßnahme A1.1" and the name below it, as sheets print it at their foot.

    The shortest one counts: elsewhere other text may follow.
    """
    found = []
    for text in texts:
        for match in vocabulary().title_line.finditer(text):
            if key is None or match[1].casefold() == key.casefold():
                found.append((match[1], " ".join(match[2].split())))
    return min(found, key=lambda each: len(each[1]), default=None)


def _key_of_file(file: str) -> str | None:
    stem = PurePath(file).stem.strip()
    return stem if FILE_KEY.fullmatch(stem) else None


def _text(value: Any) -> str:
    """A value as text; lists line by line, records by their name or as "name: value"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return _of_record(value)
    text = str(value)
    if "</" in text:
        text = html.unescape(TAG.sub("", BREAK.sub("\n", text)))
    return text.encode("utf-8", errors="replace").decode().strip()


def _of_record(record: dict[str, Any]) -> str:
    if isinstance(record.get("name"), str):
        return _text(record["name"])
    if len(record) == 1:
        return _text(next(iter(record.values())))
    return "\n".join(f"{key}: {_text(each)}" for key, each in record.items())


JSON_RECORDS = ListFormat("json", recognises, read)
