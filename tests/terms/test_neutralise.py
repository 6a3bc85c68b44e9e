"""Cells of spreadsheets never run as formulas."""

import pytest

from klimamosaik.terms.neutralise import neutralise


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+A1", "'+A1"),
        ("-cmd|x", "'-cmd|x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (" =1", "' =1"),
        ("-12,5", "-12,5"),
        ("+3", "+3"),
        ("Rathaus", "Rathaus"),
        ("", ""),
        ("-", "'-"),
    ],
)
def test_exported_cells_never_run_as_formulas(cell: str, safe: str) -> None:
    assert neutralise(cell) == safe
