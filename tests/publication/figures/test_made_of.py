"""Who has a file is told so before it is made again; made of anything else it is another one."""

from dataclasses import replace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from klimamosaik.publication.public import made_of as place
from klimamosaik.publication.public.answer_cache import KeptAnswers
from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.made_of import made_of
from klimamosaik.publication.queries.results import FigureShape
from tests.publication.figures.figures import datum, figure, same

ROWS = "period,value\r\n" * 100


@pytest.fixture
def asked() -> FigureAsked:
    """Two years of use."""
    rows = [datum("use", same("use"), year, 2.5, "MWh", digits=1) for year in ("2023", "2024")]
    return FigureAsked(figure(FigureShape.COLUMNS, rows), "de", "https://klima.example")


class FileMaker:
    """Answers with a file and counts how often it was made."""

    def __init__(self, asked: FigureAsked) -> None:
        self.asked, self.count = asked, 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return made_of(("csv", self.asked), request, "text/csv", self.make)

    def make(self) -> bytes:
        self.count += 1
        return ROWS.encode()


def get(mark: str = "", **headers: str) -> HttpRequest:
    held = {"HTTP_IF_NONE_MATCH": mark} if mark else {}
    path = "/klima/1/zahlen/probe.csv"
    return RequestFactory().get(path, **held, **headers)  # type: ignore[arg-type]


def test_who_has_the_file_is_told_so_and_it_is_not_made(asked: FigureAsked) -> None:
    maker = FileMaker(asked)
    mark = maker(get())["ETag"]
    again = FileMaker(replace(asked))
    answer = again(get(mark))
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", mark)
    assert (maker.count, again.count) == (1, 0)


def test_another_value_language_host_or_program_is_another_file(
    asked: FigureAsked, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = FileMaker(asked)(get())["ETag"]
    corrected = replace(asked.figure.data[0], value=2.6)
    others = (
        replace(asked, figure=replace(asked.figure, data=(corrected,))),
        replace(asked, figure=replace(asked.figure, data_version=asked.figure.data_version + 1)),
        replace(asked, language="en"),
        replace(asked, root="https://other.example"),
    )
    marks = {mark, *(FileMaker(each)(get(mark))["ETag"] for each in others)}
    assert len(marks) == 5
    monkeypatch.setattr(place, "software_mark", lambda: "newer")
    assert FileMaker(asked)(get(mark)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("packing", ["", "gzip"])
def test_a_server_started_anew_knows_the_file_a_reader_has(
    asked: FigureAsked, packing: str
) -> None:
    accepts = {"HTTP_ACCEPT_ENCODING": packing}
    mark = KeptAnswers(FileMaker(asked))(get(**accepts))["ETag"]
    maker = FileMaker(asked)
    answer = KeptAnswers(maker)(get(mark, **accepts))
    assert (answer.status_code, maker.count) == (304, 0)
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Vary"] == "Accept-Encoding"
