"""How far the reading of files is: each has its part, and nothing goes backwards."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from klimamosaik.observations.intake import files, work
from klimamosaik.observations.operations.upload import StageProgress, Upload
from klimamosaik.places.models import Municipality
from klimamosaik.sources.tables import Progress
from klimamosaik.terms.text import Text

READING = Text("liest", "reads")


def upload_of(*names: str) -> tuple[Upload, list[float]]:
    """Files that wait, and the progress that was noted of them."""
    noted: list[float] = []

    def keep(progress: StageProgress) -> None:
        noted.append(round(progress.share, 9))

    stage = SimpleNamespace(
        names=names,
        file=lambda at: b"",
        corrections=lambda at: None,
        keep_progress=keep,
        path=lambda at: Path("nowhere"),
    )
    return cast(Upload, stage), noted


@pytest.fixture(autouse=True)
def every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file says that it begins, is half read and done; each word is noted."""

    def preview(*, progress: Progress, **given: Any) -> str:
        for share in (0.0, 0.5, 1.0):
            progress(share, READING)
        return "read"

    monkeypatch.setattr(work, "EVERY", 0.0)
    monkeypatch.setattr(files, "preview", preview)


@pytest.mark.parametrize(
    ("names", "shares"),
    [
        (("a.csv",), [0.0, 0.3, 0.6]),
        (("a.csv", "b.csv"), [0.0, 0.15, 0.3, 0.3, 0.45, 0.6]),
    ],
)
def test_each_file_has_its_part_of_the_time(names: tuple[str, ...], shares: list[float]) -> None:
    stage, noted = upload_of(*names)
    found = work.understood(stage, Municipality(), upto=0.6)
    assert len(found) == len(names)
    assert noted == pytest.approx(shares)


def test_words_that_come_too_often_are_not_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "EVERY", 60.0)
    moments = iter((100.0, 100.0, 110.0, 161.0, 161.0))
    monkeypatch.setattr(work, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    stage, noted = upload_of()
    report = work.reporter(stage, low=0.2, high=0.6)
    for share in (0.0, 0.5, 1.0):
        report(share, READING)
    assert noted == pytest.approx([0.2, 0.6])


def test_large_files_are_worked_on_by_a_thread_that_never_keeps_the_server_from_ending(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[dict[str, Any]] = []

    def thread(**given: Any) -> SimpleNamespace:
        made.append(given)
        return SimpleNamespace(start=lambda: None)

    monkeypatch.setattr(work, "Thread", thread)
    stage = SimpleNamespace(begin=lambda task: object(), size=work.AT_ONCE + 1)
    work.start(cast(Upload, stage), work.LOOK)
    assert [each["daemon"] for each in made] == [True]
