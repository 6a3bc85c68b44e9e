"""The sentence inside the picture stays inside it."""

import re
from html import unescape

import pytest

from klimamosaik.drawing.palette import Paint
from klimamosaik.drawing.stones import Brush
from klimamosaik.mosaic.kernel.caption import HEADLINE, WIDE, headline, wrapped
from klimamosaik.mosaic.kernel.picture import MARGIN, Frame, Orientation

BRUSH = Brush(Frame(Orientation.LYING, 1_200.0, 800.0), "de", Paint.ALONE, "m")


def rows(sentence: str, frame: Frame) -> list[str]:
    written, _ = headline(sentence, frame, BRUSH)
    return [unescape(row) for row in re.findall(r"<tspan[^>]*>([^<]*)</tspan>", written)]


@pytest.mark.parametrize("orientation", list(Orientation))
def test_a_line_of_several_sentences_leaves_both_margins_free(orientation: Orientation) -> None:
    letter = WIDE * HEADLINE[orientation]
    for letters in range(4, 40):
        sentence = ". ".join(["x" * letters] * 6)
        frame = Frame(orientation, 1_200.0, 800.0)
        found = rows(sentence, frame)
        assert "".join(found).replace(" ", "") == sentence.replace(" ", "")
        for row in found:
            assert ". " not in row or len(row) * letter <= frame.width - 2 * MARGIN
        joined = len(found[0]) + 1 + letters + 1
        assert len(found) == 1 or joined * letter > frame.width - 2 * MARGIN  # no line is wasted


def test_more_lines_take_more_room() -> None:
    frame = Frame(Orientation.LYING, 1_200.0, 800.0)
    one, two = ("x" * 30, ". ".join(["x" * 30] * 2))
    _, low = headline(one, frame, BRUSH)
    _, high = headline(f"{two}. {two}", frame, BRUSH)
    assert MARGIN < low < high


def test_a_part_is_never_broken() -> None:
    assert wrapped(["a" * 30], 10) == ["a" * 30]
    assert wrapped(["aaaa", "bbbbb"], 10) == ["aaaa bbbbb"]
    assert wrapped(["aaaa", "bbbbbb"], 10) == ["aaaa", "bbbbbb"]
    assert wrapped([], 10) == []
