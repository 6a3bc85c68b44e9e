"""The words of a chart beside its drawing."""

import pytest

from klimamosaik.drawing.chart import ChartPen
from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.words_apart import PlacedWords, size_of, words_apart

PEN = ChartPen(Paint.FIXED, "de", 10.0)
QUIET, INK = colour("second", Paint.FIXED), colour("ink", Paint.FIXED)


def chart(*parts: str) -> str:
    return PEN.whole(parts, size=(500, 144), said="Wärme", shown=True)


def test_all_words_a_pen_writes_are_found_where_it_put_them() -> None:
    bar = PEN.bar(6, 46, 22, 81, "#d8ccb4")
    svg = chart(
        PEN.words(0, 11, "Kosten & <Strom>", ink="ink", size=11),
        bar,
        PEN.words(17.44, 43.7, "1.045", anchor="middle", size=7.08),
        PEN.words(30, 140, "2023", anchor="end"),
        PEN.words(40, 44, "4.622", ink="ink", size=9.5, upright=True),
    )
    drawing, words = words_apart(svg)
    assert drawing == chart(bar)
    assert words == [
        PlacedWords(0.0, 11.0, "start", INK, 11.0, False, "Kosten & <Strom>"),
        PlacedWords(17.4, 43.7, "middle", QUIET, 7.08, False, "1.045"),
        PlacedWords(30.0, 140.0, "end", QUIET, 10.0, False, "2023"),
        PlacedWords(40.0, 44.0, "start", INK, 9.5, True, "4.622"),
    ]
    assert size_of(drawing) == (500.0, 144.0)


def test_words_in_moved_parts_are_not_put_elsewhere() -> None:
    moved = chart(f'<g transform="translate(0 144)">{PEN.words(0, 11, "Strom")}</g>')
    with pytest.raises(AssertionError, match="moved"):
        words_apart(moved)
