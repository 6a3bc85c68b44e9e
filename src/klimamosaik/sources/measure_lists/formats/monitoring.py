"""Records of programs: Django fixtures, and LocalZero Monitoring's tasks in them or from its API.

A fixture is a list of records of all tables: {"model": "cpmonitor.task", "pk": 1, "fields": {…}}.
Tasks form a tree, by their path ("00010002" lies below "0001") or by "children": the leaves are
measures, what lies above them are their fields of action.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from klimamosaik.sources.measure_lists.formats.format import ListFile, ListFormat, SheetsRead
from klimamosaik.sources.measure_lists.formats.json_records import largest_list, records_sheet
from klimamosaik.sources.measure_lists.questions import town_question
from klimamosaik.sources.measure_lists.roles import ListHints
from klimamosaik.sources.measure_lists.vocabulary import role_of
from klimamosaik.sources.sheets.words import words_in
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

Record = dict[str, Any]
TABLE = re.compile(r"(?i)\.(?:task|measure|action|massnahme|maßnahme|project|projekt)s?$")
PERSONAL = re.compile(
    r"(?i)\S+@\S+|\+?\d[\d /-]{6,}"
    r"|\b(?:herrn?|frau|dr\.|ansprech\w*|kontakt|contact|tel\.?|telefon)\b"
)
FIELD, TOWN = "Handlungsfeld", "Kommune"


@dataclass(frozen=True)
class TakenRecords:
    """The measures among records of many kinds, and what was left out."""

    records: tuple[Record, ...]  # heading -> value
    left_out: tuple[Text, ...]
    towns: tuple[str, ...]  # names of the municipalities whose measures the file holds


@dataclass
class MonitoringTask:
    """One record of the tree."""

    fields: Record
    above: tuple[str, ...] = ()  # titles of the records above it, the topmost first
    below: list["MonitoringTask"] = field(default_factory=list)

    @property
    def city(self) -> str:
        """Identity of its municipality."""
        return str(self.fields.get("city"))


@cache
def _words() -> dict[str, Any]:
    return words_in("klimamosaik.sources.measure_lists.formats", "monitoring.yaml")


def is_fixture(file: ListFile) -> bool:
    """A list of records that each name their table."""
    return _all_have(file.parsed, "model", "fields")


def is_task_tree(file: ListFile) -> bool:
    """Records of tasks that hold the tasks below them."""
    return _all_have(largest_list(file.parsed), "title", "children")


def _all_have(records: Any, *keys: str) -> bool:
    listed = isinstance(records, list) and bool(records)
    return listed and all(
        isinstance(each, dict) and all(key in each for key in keys) for each in records
    )


def read_fixture(file: ListFile, hints: ListHints) -> SheetsRead:
    """The measures of a fixture, of one municipality where that is told."""
    return _sheet_of(of_fixture(file.parsed, hints.town))


def read_task_tree(file: ListFile, hints: ListHints) -> SheetsRead:
    """The measures at the ends of a tree of tasks."""
    del hints
    return _sheet_of(of_tree(largest_list(file.parsed)))


def _sheet_of(taken: TakenRecords) -> SheetsRead:
    """A sheet of another program's measures, with what was left out and whose they may be."""
    sheet = records_sheet(taken.records)
    questions = (town_question(taken.towns),) if taken.towns else ()
    return SheetsRead((replace(sheet, left_out=taken.left_out, questions=questions),))


def of_fixture(parsed: Sequence[Record], town: str) -> TakenRecords:
    """The measures of a fixture. town: only those of this municipality; "" all.

    Raises InputRejected where no table holds measures.
    """
    tables = Counter(str(each["model"]) for each in parsed)
    table = next((name for name in tables if TABLE.search(name)), None)
    if table is None:
        raise _no_table(tables)
    names = {
        str(each.get("pk")): str(each["fields"].get("name"))
        for each in parsed
        if str(each["model"]).lower().endswith((".city", ".municipality"))
        and isinstance(each["fields"], dict)
        and each["fields"].get("name")
    }
    records = [
        each["fields"] for each in parsed
        if each["model"] == table and isinstance(each["fields"], dict)
    ]  # fmt: skip
    others = Text(*[", ".join(f"{n} {name}" for name, n in tables.items() if name != table)] * 2)
    said = [_other_tables(others)] if others.de else []
    return _taken(_by_path(records), names, town, said)


def of_tree(parsed: Sequence[Record]) -> TakenRecords:
    """The measures of records that hold those below them."""
    return _taken(list(_by_children(parsed, ())), {}, "", [])


def _by_path(records: Sequence[Record]) -> list[MonitoringTask]:
    """A tree by paths; records without one stand alone."""
    tasks = [MonitoringTask(each) for each in records]
    by_path = {path: each for each in tasks if (path := str(each.fields.get("path") or ""))}
    for path, task in by_path.items():
        steps = [by_path[path[:end]] for end in range(1, len(path)) if path[:end] in by_path]
        task.above = tuple(_title(each.fields) for each in steps)
        if steps:
            steps[-1].below.append(task)
    return sorted(tasks, key=lambda each: str(each.fields.get("path") or ""))


def _by_children(records: Sequence[Any], above: tuple[str, ...]) -> Iterator[MonitoringTask]:
    for each in records:
        if not isinstance(each, dict):
            continue
        children = each.get("children")
        inner = children if isinstance(children, list) else []
        below = list(_by_children(inner, (*above, _title(each))))
        yield MonitoringTask(each, above, below)
        yield from below


def _taken(
    tasks: Sequence[MonitoringTask], names: dict[str, str], town: str, said: list[Text]
) -> TakenRecords:
    towns = dict.fromkeys(
        names[each.city] for each in tasks if not each.below and each.city in names
    )
    if town and town not in towns:
        raise _no_such_town(town, towns)
    several = len(towns) > 1 and not town
    meant = [each for each in tasks if not town or names.get(each.city, town) == town]
    leaves = [each for each in meant if not each.below]
    return TakenRecords(
        tuple(_record(each, names if several else {}) for each in leaves),
        (*said, *_left_out(meant, leaves)),
        tuple(towns) if several else (),
    )


def _left_out(tasks: Sequence[MonitoringTask], leaves: Sequence[MonitoringTask]) -> list[Text]:
    said = []
    if len(tasks) > len(leaves):
        said.append(_inner(len(tasks) - len(leaves)))
    if any(each.fields.get(name) for each in leaves for name in _words()["left_out"]):
        said.append(PERSONS)
    return said


def _record(task: MonitoringTask, names: dict[str, str]) -> Record:
    """A task under the headings of a list of measures."""
    words, found = _words(), {}
    if task.city in names:
        found[TOWN] = names[task.city]
    if task.above:
        found[FIELD] = "\n".join(task.above)
    for name, heading in words["headings"].items():
        value = _in_words(name, task.fields.get(name))
        if value not in (None, ""):
            found[heading] = _desk(str(value)) if name == "responsible_organ" else value
    known = {*words["headings"], *words["left_out"], *TECHNICAL}
    others = {each: value for each, value in task.fields.items() if each not in known}
    return found | {each: value for each, value in others.items() if role_of(each) is not None}


def _in_words(name: str, value: Any) -> Any:
    codes = _words()["codes"].get(name)
    return codes.get(int(value), value) if codes and isinstance(value, int) else value


def _desk(text: str) -> str:
    """The organisation of a text that may go on with people and how to reach them."""
    line = text.strip().splitlines()[0] if text.strip() else ""
    found = PERSONAL.search(line)
    return (line[: found.start()] if found else line).strip(" ,;:()-–")


def _title(record: Record) -> str:
    return " ".join(str(record.get("title") or "").split())


def _no_table(tables: Counter[str]) -> Exception:
    found = ", ".join(list(tables)[:8])
    return rejected(
        "no_table_of_measures",
        "Die JSON-Datei ist ein Abzug der Tabellen {found}; keine davon enthält Maßnahmen "
        "(erwartet wird z. B. „task“ oder „measure“).",
        "The JSON file is a dump of the tables {found}; none of them holds measures (“task” or "
        "“measure” is expected, for example).",
        found=found,
    )


def _other_tables(found: Text) -> Text:
    return Text(
        "Datensätze anderer Tabellen sind nicht gelesen: {found}",
        "records of other tables are not read: {found}",
    ).format(found=found)


def _no_such_town(town: str, towns: Iterable[str]) -> Exception:
    found = ", ".join(towns) or "–"
    return rejected(
        "no_such_town",
        "Die Datei enthält keine Maßnahmen von „{town}“; vorhanden: {found}.",
        "The file holds no measures of “{town}”; there are: {found}.",
        town=town,
        found=found,
    )


def _inner(count: int) -> Text:
    return Text(
        "Einträge, unter denen andere stehen, sind Handlungsfelder, keine Maßnahmen; ihre Texte "
        "sind nicht gelesen: {count}",
        "entries with others below them are fields of action, not measures; their texts are not "
        "read: {count}",
    ).format(count=count)


PERSONS = Text(
    "Interne Notizen und Erklärungen zum verantwortlichen Organ sind nicht gelesen; sie können "
    "Personen nennen",
    "internal notes and explanations of the responsible body are not read; they may name people",
)
TECHNICAL = frozenset({
    "id", "path", "depth", "numchild", "children", "city", "frontpage", "slugs",
})  # fmt: skip
FIXTURE = ListFormat("django fixture", is_fixture, read_fixture)
TASK_TREE = ListFormat("task tree", is_task_tree, read_task_tree)
