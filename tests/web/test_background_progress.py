"""A background that begins anew does not do once more what it has done already."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings

from klimamosaik.publication.queries.public_version import public_version
from klimamosaik.web import background
from klimamosaik.web.background_progress import FILE, DealtWith, remember, remembered

pytestmark = pytest.mark.django_db
SEEN = DealtWith(
    effects=("1", 5, None), years={"09": (5, None, 3)}, meters=(5, "2026-01-02"), at=7.0
)


def test_a_new_start_knows_what_was_dealt_with_and_no_times() -> None:
    seen = replace(SEEN, public=repr(public_version(datetime(2026, 1, 2, tzinfo=UTC))))
    remember(seen)
    assert remembered() == replace(seen, at=DealtWith().at)


def test_the_first_start_has_dealt_with_nothing() -> None:
    (settings.DATA_DIR / FILE).unlink(missing_ok=True)
    assert remembered() == DealtWith()


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("klimamosaik.__version__", "0.0.0"),
        ("klimamosaik.web.background_progress.file_of", lambda _: 1),
    ],
)
def test_another_version_or_database_does_all_itself(
    name: str, other: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(SEEN)
    monkeypatch.setattr(name, other)
    assert remembered() == DealtWith()


def test_a_file_that_was_cut_off_is_as_none() -> None:
    remember(SEEN)
    file = settings.DATA_DIR / FILE
    file.write_bytes(file.read_bytes()[:-9])
    assert remembered() == DealtWith()


def test_years_nothing_happened_to_are_not_learnt_from_again(
    monkeypatch: pytest.MonkeyPatch, town: object
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("klimamosaik.evidence.operations.learn_drift", lambda **_: asked.append(1))
    remember(background.learn(DealtWith()))
    begun = len(asked)
    background.learn(remembered())
    assert len(asked) == begun > 0


def test_the_file_is_only_read_never_run() -> None:
    (settings.DATA_DIR / FILE).write_text("((), __import__('os').getpid())")
    assert remembered() == DealtWith()
