"""Keeping published tables in the data folder, saying what would change, and taking one back."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from klimamosaik.sources.statistics.local.table import LocalTable, TableKind
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class TableDifference:
    """What a table would change of the one kept before."""

    new: tuple[str, ...]  # keys only the new one has
    gone: tuple[str, ...]  # keys only the old one has
    changed: tuple[str, ...]  # keys whose figures differ


def kept_table(data: Path, kind: TableKind) -> LocalTable | None:
    """The table of a kind that counts; None where none was loaded."""
    path = file_of(data, kind)
    if not path.is_file():
        return None
    record = json.loads(path.read_text(encoding="utf-8"))
    notes = tuple(Text(**note) for note in record.pop("notes"))
    return LocalTable(**{**record, "kind": TableKind(record["kind"]), "notes": notes})


def kept_tables(data: Path) -> dict[TableKind, LocalTable]:
    """Every table that counts."""
    found = {kind: kept_table(data, kind) for kind in TableKind}
    return {kind: table for kind, table in found.items() if table}


def changed_at(data: Path) -> tuple[int, ...]:
    """What tells one state of the tables from another."""
    paths = [file_of(data, kind) for kind in TableKind]
    return tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in paths)


def difference(data: Path, table: LocalTable) -> TableDifference:
    """What a table would change; nothing is written."""
    kept = kept_table(data, table.kind)
    before = kept.rows if kept else {}
    both = before.keys() & table.rows.keys()
    return TableDifference(
        new=tuple(sorted(table.rows.keys() - before.keys())),
        gone=tuple(sorted(before.keys() - table.rows.keys())),
        changed=tuple(sorted(key for key in both if before[key] != table.rows[key])),
    )


def keep_table(data: Path, table: LocalTable) -> None:
    """Let a table count; the one before it stays, to be taken back to."""
    final = file_of(data, table.kind)
    final.parent.mkdir(parents=True, exist_ok=True)
    record = {**asdict(table), "kind": table.kind.value}
    fresh = final.with_suffix(".new")
    fresh.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    before = before_of(data, table.kind)
    if final.is_file():
        final.replace(before)
    else:
        before.write_text("", encoding="utf-8")  # before it there was none
    fresh.replace(final)


def take_back(data: Path, kind: TableKind) -> LocalTable | None:
    """Take the last import of a table back; returns what counts now, None for nothing.

    Raises InputRejected where none was loaded, or the one before is not there any more.
    """
    before = before_of(data, kind)
    if not before.is_file():
        raise rejected(
            "nothing_to_undo",
            "Es gibt nichts zurückzunehmen: {kind} wurde nicht geladen.",
            "There is nothing to take back: {kind} was not loaded.",
            kind=kind.text,
        )
    if before.read_text(encoding="utf-8"):
        before.replace(file_of(data, kind))
    else:
        file_of(data, kind).unlink(missing_ok=True)
        before.unlink()
    return kept_table(data, kind)


def file_of(data: Path, kind: TableKind) -> Path:
    """Where the table that counts is kept."""
    return data / "statistics" / "local" / f"{kind.value}.json"


def before_of(data: Path, kind: TableKind) -> Path:
    """Where the table before it is kept."""
    return file_of(data, kind).with_suffix(".before.json")
