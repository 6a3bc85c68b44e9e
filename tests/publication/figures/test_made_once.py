"""Files of a figure are made once; narrowed or told otherwise it is another file."""

from dataclasses import replace

import pytest

from klimamosaik.publication.public.figures.figure_request import FigureAsked, SpanAsked, narrowed
from klimamosaik.publication.public.figures.files import every
from klimamosaik.publication.public.figures.files.archive import unpacked
from klimamosaik.publication.public.figures.files.every import BY_SUFFIX, FigureFile, made
from klimamosaik.publication.queries.results import FigureShape
from tests.publication.figures.figures import datum, figure, same

ROOT = "https://klima.example"


@pytest.fixture
def asked() -> FigureAsked:
    """Two years of use."""
    years = (2023, 2024)
    rows = [datum("use", same("use"), str(year), year / 10, "MWh", digits=1) for year in years]
    every.made.cache_clear()
    return FigureAsked(figure(FigureShape.COLUMNS, rows), "de", ROOT)


def counted(told: list[FigureAsked]) -> FigureFile:
    """A kind of file that notes each time it is made."""

    def make(one: FigureAsked) -> bytes:
        told.append(one)
        return BY_SUFFIX[".csv"].make(one)

    return replace(BY_SUFFIX[".csv"], make=make)


def test_asked_again_a_file_is_the_same_and_made_no_second_time(asked: FigureAsked) -> None:
    told: list[FigureAsked] = []
    kind = counted(told)
    first = made(kind, asked)
    assert made(kind, replace(asked)) == first
    assert len(told) == 1


def test_another_span_language_value_or_host_is_made_anew(asked: FigureAsked) -> None:
    told: list[FigureAsked] = []
    kind, span = counted(told), SpanAsked("2024", "2024")
    corrected = replace(asked.figure.data[0], value=1.5)
    others = (
        asked,
        replace(asked, figure=narrowed(asked.figure, span), span=span),
        replace(asked, language="en"),
        replace(asked, figure=replace(asked.figure, data=(corrected,))),
        replace(asked, root="https://other.example"),
    )
    files = [made(kind, one) for one in others]
    assert len(told) == len(others)
    assert len({files[0], files[1], files[3]}) == 3


def test_the_archive_holds_the_very_files_that_were_asked_for(asked: FigureAsked) -> None:
    apart = {suffix: made(BY_SUFFIX[suffix], asked) for suffix in every.PACKED}
    before = made.cache_info().misses
    held = unpacked(made(BY_SUFFIX[".zip"], asked))
    for suffix, data in apart.items():
        assert held[f"{asked.figure.key}{suffix}"] == data
    assert made.cache_info().misses == before + 1
