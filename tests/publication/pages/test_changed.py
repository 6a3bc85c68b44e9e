"""What is new on a day is one entry; what changed is told one by one, before it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from klimamosaik.publication.operations import note_editions
from klimamosaik.publication.public.pages.changes import ChangesOfDay, by_day
from klimamosaik.publication.queries.changes import NEW
from klimamosaik.publication.queries.results import PublicChange
from klimamosaik.terms.text import Text
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
OTHER = Text("Neue Angaben der Gemeinde.", "New statements of the municipality.")


def change(figure: str, at: datetime = NOON, because: Text = NEW) -> PublicChange:
    said = Text(figure, figure)
    before = None if because == NEW else said
    return PublicChange(figure, said, at, before, said, because)


def figures(entries: list[ChangesOfDay]) -> list[list[str]]:
    return [[each.figure for each in entry.changes] for entry in entries]


def test_what_is_new_on_a_day_stands_together_below_what_changed() -> None:
    found = [change("a"), change("b", because=OTHER), change("c"), change("d", because=OTHER)]
    assert figures(list(by_day(found))) == [["b"], ["d"], ["a", "c"]]


def test_each_day_stands_for_itself_and_the_newest_first() -> None:
    found = [change("a"), change("b"), change("c", NOON - timedelta(days=1))]
    assert figures(list(by_day(found))) == [["a", "b"], ["c"]]


def test_a_day_ends_at_local_midnight() -> None:
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # half past midnight of the 22nd
    assert figures(list(by_day([change("a"), change("b", late)]))) == [["a", "b"]]


@pytest.mark.long
@pytest.mark.parametrize(
    ("root", "said"),
    [("/klima", "Zahlen neu veröffentlicht"), ("/en/klima", "figures newly published")],
)
def test_a_town_that_has_just_published_is_told_in_one_entry(
    story: Story, stranger: Client, root: str, said: str
) -> None:
    noted = note_editions(at=DEMO_AT)
    body = stranger.get(f"{root}/{story.municipality.ags}/geaendert/").content.decode()
    assert f"<h2>{noted} {said}</h2>" in body
    assert "Warum:" not in body
    assert "Why:" not in body
    assert body.count('<a href="' + f"{root}/{story.municipality.ags}/zahlen/") >= min(noted, 50)
