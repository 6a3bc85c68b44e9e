"""From an empty folder to the council's PDF in a browser: how many clicks and fields it takes."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from klimamosaik.evidence.operations import up_to_date
from klimamosaik.measures.models import Measure
from klimamosaik.people.first_start import setup_token

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.long]
DAYS = [date(2022, 1, 1) + timedelta(n) for n in range(3 * 365 + 1 + 365)]
CHANGED = date(2024, 10, 1)
CLICKS, FIELDS = (
    15,
    7,
)  # at most; without a place in the weather file two less, fetched by the button three


def temperature(day: date) -> float:
    """An invented winter and summer [°C], the same each time."""
    wave = math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / 365.25)
    return 9.5 - 8.5 * wave + 3 * math.sin(day.toordinal() * 0.31)


def heat(day: date, *, base: float, slope: float, cut: float) -> float:
    """Use of a building [kWh]: the same in all years but for what was changed."""
    use = base + slope * max(0.0, 15 - temperature(day))
    return use * (cut if day >= CHANGED else 1) * (1 + 0.03 * math.sin(day.toordinal() * 1.7))


def table(folder: Path, name: str, heading: str, rows: dict[date, float]) -> str:
    """A file as an office has it."""
    written = [f"{day:%d.%m.%Y};" + f"{use:.1f}".replace(".", ",") for day, use in rows.items()]
    path = folder / name
    path.write_text("\n".join([f"Datum;{heading}", *written]) + "\n", encoding="utf-8")
    return str(path)


class CountingPage:
    """A page that counts what a person does on it."""

    def __init__(self, page: "Page") -> None:
        self.page, self.clicks, self.fields = page, 0, 0

    def fill(self, field: str, value: str) -> None:
        """Type into a field."""
        self.page.fill(f"#{field}", value)
        self.fields += 1

    def choose(self, *files: str) -> None:
        """Choose files."""
        self.page.set_input_files("#files", list(files))
        self.fields += 1

    def click(self, what: "Locator") -> None:
        """Click and wait for the next page."""
        what.first.click()
        self.clicks += 1
        self.page.wait_for_load_state()

    def button(self, name: str) -> None:
        """Press a button by its words."""
        self.click(self.page.get_by_role("button", name=name))

    def link(self, name: str) -> None:
        """Follow a link of the page itself by its words."""
        self.click(self.page.locator("main").get_by_role("link", name=name))


@pytest.fixture
def walker(
    browser: "Browser", live_server: "LiveServer", tmp_path: Path
) -> "Iterator[CountingPage]":
    """Somebody with the address `serve` printed."""
    with override_settings(DATA_DIR=tmp_path / "data"):
        (tmp_path / "data").mkdir()
        context = browser.new_context(locale="de-DE", base_url=live_server.url)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(f"/einrichten/?token={setup_token(settings.DATA_DIR)}")
        yield CountingPage(page)
        context.close()


def test_a_newcomer_gets_from_an_empty_folder_to_the_councils_report(
    walker: CountingPage, tmp_path: Path
) -> None:
    page = walker.page
    walker.fill("id_search", "Osnabr")
    walker.button("Weiter")
    walker.fill("id_username", "ada")
    walker.fill("id_password", "mosaik-steine-legen")
    walker.button("Einrichten")
    walker.link("Dateien ablegen")
    walker.choose(
        *(
            table(
                tmp_path, f"{name}.csv", f"{name} Wärme (kWh)",
                {day: heat(day, base=120, slope=38, cut=cut) for day in DAYS},
            )
            for name, cut in (("Grundschule", 0.55), ("Rathaus", 1.0))
        )
    )  # fmt: skip
    walker.button("Ansehen, was erkannt wird")
    walker.button("So speichern")
    walker.link("Wetter holen")
    walker.choose(
        table(tmp_path, "Belm.csv", "Temperatur (°C)", {day: temperature(day) for day in DAYS})
    )
    walker.button("Ansehen, was erkannt wird")
    walker.button("So speichern")
    walker.link("Station wählen")
    walker.button("Ja, „Belm“ steht für Osnabrück")
    walker.link("Aufschreiben, was sich geändert hat")
    walker.fill("id_name", "Neue Heizungsregelung")
    walker.fill("id_start", CHANGED.isoformat())
    walker.click(page.locator("input[name=meter_points]"))
    walker.button("Speichern")
    assert "wird aus den Zählern gerechnet" in page.inner_text(".said")
    up_to_date(measure=Measure.objects.get(), by=None, at=timezone.now())  # the background's work
    page.reload()
    assert "gespart" in page.inner_text("p.number")
    walker.click(page.locator("nav").get_by_role("link", name="Energiebericht"))
    with page.expect_download() as paper:
        walker.link("Als PDF für den Rat")
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")
    assert walker.clicks <= CLICKS
    assert walker.fields <= FIELDS
