"""A copy of a town is the town: same rows, same readings, and nobody else's."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from klimamosaik.places.models import Municipality
from tests.built_once import NotBuilt, Once, all_rows

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture
def once(tmp_path: Path) -> Once:
    return Once(tmp_path)


@pytest.fixture
def found(once: Once) -> Callable[[], Municipality]:
    """Founds a town with a history and a settled reading; fails when asked a second time."""
    asked: list[str] = []

    def build() -> Municipality:
        assert not asked, "it is built once"
        asked.append("once")
        readings = Path(settings.READINGS_DIR)
        readings.mkdir()
        (readings / "one.parquet").write_bytes(b"settled")
        town = Municipality(ags="03999001", name="Musterstadt", latitude=52.5, synthetic=True)
        town._history_date = AT  # type: ignore[attr-defined]  # what simple-history looks for
        town.save()
        return town

    return lambda: once("town", build)


def test_what_is_asked_for_again_is_copied_row_for_row(
    found: Callable[[], Municipality], tmp_path: Path
) -> None:
    town, rows = found(), all_rows()
    Municipality.objects.all().delete()
    assert all_rows() != rows
    with of_the_next_test(tmp_path):
        again = found()
    assert again == town
    assert Municipality.objects.get().latitude == 52.5
    assert Municipality.history.get().history_date == AT
    assert {table: kept for table, kept in all_rows().items() if kept != rows[table]} == {}


def test_the_settled_readings_come_with_it(
    found: Callable[[], Municipality], tmp_path: Path
) -> None:
    found()
    with of_the_next_test(tmp_path):
        assert not Path(settings.READINGS_DIR).exists()
        found()
        assert (Path(settings.READINGS_DIR) / "one.parquet").read_bytes() == b"settled"


def test_what_a_test_does_to_its_copy_stays_with_it(
    found: Callable[[], Municipality], tmp_path: Path
) -> None:
    found()
    Municipality.objects.update(name="anders")
    (Path(settings.READINGS_DIR) / "one.parquet").write_bytes(b"changed")
    with of_the_next_test(tmp_path):
        found()
        assert Municipality.objects.get().name == "Musterstadt"
        assert (Path(settings.READINGS_DIR) / "one.parquet").read_bytes() == b"settled"


def test_what_failed_is_not_built_again_for_every_test(once: Once) -> None:
    asked: list[str] = []

    def build() -> None:
        asked.append("once")
        raise ValueError("of two meters one")

    with pytest.raises(ValueError, match="of two meters one"):
        once("town", build)
    with pytest.raises(NotBuilt, match="ValueError: of two meters one"):
        once("town", build)
    assert asked == ["once"]


def of_the_next_test(tmp_path: Path) -> override_settings:
    """The next test settles its readings in a folder of its own."""
    return override_settings(READINGS_DIR=tmp_path / "of the next test")
