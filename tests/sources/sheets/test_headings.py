"""Headings of several rows become one per column."""

from klimamosaik.sources.sheets.headings import joined, numbered


def test_a_merged_heading_stands_over_every_column_it_covers() -> None:
    texts, words = joined([["Nr.", "Kosten", "", "Ort"], ["", "2024", "2025", ""]])
    assert texts == ["Nr.", "Kosten · 2024", "Kosten · 2025", "Ort"]
    assert words == ("Nr.", "Kosten · 2024", "Kosten · 2025", "Ort")


def test_a_heading_over_one_column_is_part_of_its_name() -> None:
    texts, words = joined([["Maßnahme", "Geld"], ["(kurz)", "Budget"]])
    assert texts == ["Maßnahme · (kurz)", "Geld · Budget"]
    assert words == ("Maßnahme (kurz)", "Geld Budget")


def test_a_heading_without_anything_below_does_not_reach_to_the_right() -> None:
    texts, _ = joined([["Nr.", "", "Kosten", ""], ["", "Ort", "2024", "2025"]])
    assert texts == ["Nr.", "Ort", "Kosten · 2024", "Kosten · 2025"]


def test_equal_names_are_told_apart_and_empty_ones_stay_empty() -> None:
    assert numbered(["Betrag", "Betrag", "", ""]) == ("Betrag", "Betrag (2)", "", "")
