"""What is refused is told with its place, some examples of a kind, and counted whole."""

import polars as pl
import pytest

from klimamosaik.sources.sheets.corrections import read_again, written_down
from klimamosaik.sources.sheets.guarding import refused_where_broken
from klimamosaik.sources.sheets.problems import (
    LONGEST,
    MOST,
    PER_KIND,
    SheetProblems,
    place,
    quoted,
)
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

MUST = Text("ist keine Zahl.", "is no number.")


def test_cells_are_told_with_their_place_and_counted() -> None:
    problems = SheetProblems()
    problems.add_cells("no_number", "Strom", pl.Series([3, 7]), pl.Series(["x", "a\nb"]), MUST)
    assert [each.text.de for each in problems.shown] == [
        "Zeile 3, Spalte „Strom“: „x“ ist keine Zahl.",
        "Zeile 7, Spalte „Strom“: „a b“ ist keine Zahl.",
    ]
    assert problems.shown[0].text.en == "Row 3, column “Strom”: “x” is no number."
    assert problems.total == 2


def test_of_one_kind_some_are_shown_and_all_are_counted() -> None:
    problems = SheetProblems(per_kind=PER_KIND)
    for row in range(50):
        problems.add("odd", Text("seltsam", "odd"), row=row)
    problems.add("other", Text("anders", "other"))
    assert [each.code for each in problems.shown] == ["odd"] * PER_KIND + ["other"]
    assert problems.total == 51


def test_no_table_is_complained_about_without_end() -> None:
    problems = SheetProblems()
    for number in range(MOST + 5):
        problems.add(f"kind {number}", Text("seltsam", "odd"))
    assert (len(problems.shown), problems.total) == (MOST, MOST + 5)


def test_the_place_names_the_sheet_first() -> None:
    assert place(4, "Kosten", "Maßnahmen").de == "Maßnahmen, Zeile 4, Spalte „Kosten“"
    assert place(4, None, "Maßnahmen").en == "Maßnahmen, row 4"
    assert place(None, None).de == ""


def test_long_cells_are_cut() -> None:
    assert quoted("a" * LONGEST) == "a" * LONGEST
    assert quoted("a" * (LONGEST + 1)) == "a" * (LONGEST - 1) + "…"


def test_what_leaves_the_guess_is_not_written_down() -> None:
    told = {"unit": None, "name": "", "words": (), "counter": False, "header_row": 0}
    assert written_down(told) == '{"counter": false, "header_row": 0}'


@pytest.mark.parametrize("fault", [KeyError("a"), ValueError("a"), TypeError("a")])
def test_corrections_nobody_understands_are_refused(fault: Exception) -> None:
    with pytest.raises(InputRejected) as refusal, read_again():
        raise fault
    assert refusal.value.complaints[0].code == "unreadable_hints"


def test_what_breaks_a_reader_ends_in_its_sentence_and_other_faults_do_not() -> None:
    def sentence() -> InputRejected:
        return rejected("broken", "Kaputt.", "Broken.")

    with pytest.raises(InputRejected), refused_where_broken(sentence):
        pl.Series(["x"]).cast(pl.Int64)
    with pytest.raises(ZeroDivisionError), refused_where_broken(sentence):
        _ = 1 / 0
