"""Whatever is dropped: a list of measures, or one clear sentence; never a stack trace."""

import io
import json
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klimamosaik.sources.measure_lists import ListHints, ListRole, read
from klimamosaik.terms.complaint import InputRejected

QUICK = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
HEADINGS = [role.text.de for role in ListRole] + [
    "Nr.", "Maßnahme", "Status", "Sachstand 2023", "Kosten 2024", "THG-Minderung t/a", "2021",
    "parent", "id", "title", "",
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(
        ["A1", "A2", "Radweg", "2024-2030", "31.02.2024", "ca. 50.000 EUR", "n/a", "grün", "-5",
         "1e308", "9" * 400, "01.01.0000", "2024-13-45", "=1+1", "'", '"', "#FFFFFF", "0,0", "∞",
         "1.2.3", "Q9 2024", "12/2024 – 1/2023", "Maßnahme A1\nTitel", "_ID_"]
    ),
    st.text(max_size=12),
)  # fmt: skip
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=12)


def taken(data: bytes, name: str, hints: ListHints | None = None) -> None:
    """Read, or be refused with sentences in both languages."""
    try:
        found = read(data, name=name, hints=hints)
    except InputRejected as refusal:
        said = [text for each in refusal.complaints for text in (each.text.de, each.text.en)]
    else:
        said = []
        assert all(each.key or each.name or each.known_as for each in found.measures)
        assert found.refused_total >= len(found.refused)
    assert all(said)


@QUICK
@given(st.binary(max_size=200), st.sampled_from(["a.csv", "b.xlsx", "c.json", "d.gz", ""]))
def test_any_bytes(data: bytes, name: str) -> None:
    taken(data, name)


@QUICK
@given(st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=8), TABLES)
def test_any_table_below_real_headings(headings: list[str], rows: list[list[str]]) -> None:
    lines = [headings, *rows]
    cleaned = [[cell.replace(";", ",").replace("\n", " ") for cell in row] for row in lines]
    taken("\n".join(";".join(row) for row in cleaned).encode("utf-8", "replace"), "liste.csv")


@settings(QUICK, max_examples=25)
@given(
    st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=6),
    st.lists(
        st.lists(st.one_of(st.integers(), st.floats(), st.none(), st.booleans()), max_size=6),
        max_size=6,
    ),
)
def test_any_workbook_below_real_headings(headings: list[str], rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    for row in [headings, *rows]:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    taken(written.getvalue(), "liste.xlsx")


@settings(QUICK, max_examples=25)
@given(st.lists(st.sampled_from(list(ListRole)), min_size=2, max_size=8, unique=True), TABLES)
def test_any_table_below_stable_names(roles: list[ListRole], rows: list[list[str]]) -> None:
    cleaned = [[cell.replace(";", ",").replace("\n", " ") for cell in row] for row in rows]
    lines = [[role.value for role in roles], [role.value for role in roles], *cleaned]
    taken("\n".join(";".join(row) for row in lines).encode("utf-8", "replace"), "export.csv")


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), CELLS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(st.sampled_from(HEADINGS), st.text(max_size=5)), inner, max_size=5
        ),
    ),
    max_leaves=12,
)


@QUICK
@given(JSON)
def test_any_json(value: Any) -> None:
    taken(json.dumps(value).encode(), "A1.json")


@QUICK
@given(
    st.dictionaries(st.text(max_size=8), st.sampled_from(list(ListRole)), max_size=4),
    st.text(max_size=12),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
)
def test_any_hints(roles: dict[str, ListRole], text: str, rows: dict[str, int]) -> None:
    hints = ListHints(
        roles=tuple(roles.items()), as_of=text, heading_rows=tuple(rows.items()), town=text,
        left_out=tuple(rows),
    )  # fmt: skip
    assert ListHints.from_json(hints.to_json()) == hints
    taken("Nr.;Maßnahme;Ziel\nA1;Radweg;x\n".encode(), "liste.csv", hints)


FIELDS = st.dictionaries(
    st.sampled_from(["title", "path", "city", "execution_status", "state", "name", "x"]),
    st.one_of(st.none(), st.booleans(), st.integers(), CELLS, st.lists(CELLS, max_size=2)),
    max_size=5,
)
MODELS = st.sampled_from(["a.task", "a.city", "auth.user", ""])


@QUICK
@given(st.lists(st.fixed_dictionaries({"model": MODELS, "fields": FIELDS}), max_size=5))
def test_any_dump(records: list[dict[str, Any]]) -> None:
    taken(json.dumps(records).encode(), "dump.json")


@QUICK
@given(TABLES)
def test_any_table_without_known_headings(rows: list[list[str]]) -> None:
    cleaned = [[cell.replace(";", ",").replace("\n", " ") for cell in row] for row in rows]
    taken("\n".join(";".join(row) for row in cleaned).encode("utf-8", "replace"), "liste.csv")
