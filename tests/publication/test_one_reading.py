"""One changed reading changes all that stands on it in public; what is taken back is gone there."""

import csv
import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from klimamosaik.evidence.operations import renew
from klimamosaik.measures.models import Measure
from klimamosaik.observations.intake import files as intake
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import note_editions, take_back
from klimamosaik.publication.queries.paths import figure_path, measure_path, page_path
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.terms.carrier import Carrier
from klimamosaik.web.demo.files import OfficeFile, daily_file
from klimamosaik.web.demo.town import build_town
from tests.demo import DEMO_AT
from tests.publication.walk import Walk

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SCHOOL, DAY, EXTRA = "Grundschule Am Anger", "10.12.2025", 250.0
MONTH = "2025-12-01"


def corrected(today: date) -> OfficeFile:
    """The school's file of daily gas with one reading 250 kWh higher."""
    lines = daily_file(build_town(today), Carrier.GAS).decode("cp1252").splitlines()
    column = next(i for i, name in enumerate(lines[0].split(";")) if name.startswith(SCHOOL))
    row = next(i for i, line in enumerate(lines) if line.startswith(DAY))
    cells = lines[row].split(";")
    value = float(cells[column].replace(".", "").replace(",", "."))
    cells[column] = f"{value + EXTRA:.1f}".replace(".", ",")
    lines[row] = ";".join(cells)
    return OfficeFile("Gas_berichtigt.csv", "\r\n".join(lines).encode("cp1252"))


def the_school(story: "Story") -> Measure:
    return Measure.objects.get(
        municipality=story.municipality, name__startswith="Heizungsoptimierung"
    )


def seen(client: Client, ags: str, key: str, pk: int) -> dict[str, str]:
    """What strangers see of a measure, place by place."""
    asked = {
        "page": measure_path(ags, pk),
        "figure": figure_path(ags, key),
        "picture": figure_path(ags, key, ".svg"),
        "csv": figure_path(ags, key, ".csv"),
        "interface": f"/api/v1/municipalities/{ags}/figures/{key}",
        "catalogue": f"/offene-daten/catalog.ttl?ags={ags}",
        "feed": page_path(ags, "neues.atom"),
    }
    answers = {place: client.get(path) for place, path in asked.items()}
    assert {place: each.status_code for place, each in answers.items()} == dict.fromkeys(asked, 200)
    return {place: each.content.decode() for place, each in answers.items()}


def measured_in(text: str, month: str) -> float:
    rows = csv.DictReader(io.StringIO(text))
    return next(
        float(row["value"])
        for row in rows
        if row["period_start"] == month and row["series"] == "measured"
    )


def test_a_changed_reading_is_seen_by_the_next_request_everywhere(
    story: "Story", client: Client
) -> None:
    town, measure = story.municipality, the_school(story)
    key, now = f"massnahme-{measure.pk}", timezone.now()
    note_editions(at=now)
    before = seen(client, town.ags, key, measure.pk)
    file = corrected(DEMO_AT.date())
    understood = intake.preview(municipality=town, data=file.data, name=file.name)
    intake.store_import(municipality=town, files=[understood], by=None, at=now)
    renew(municipality=town, by=None, at=now, wait=True)
    note_editions(at=timezone.now())
    after = seen(client, town.ags, key, measure.pk)
    assert [place for place in before if before[place] == after[place]] == []
    more = measured_in(after["csv"], MONTH) - measured_in(before["csv"], MONTH)
    assert more == pytest.approx(EXTRA, abs=1)
    version = re.search(r'"data_version":\s*(\d+)', after["interface"])
    assert version is not None
    assert version[0] not in before["interface"]


def test_a_measure_taken_back_is_gone_from_every_public_answer(
    story: "Story", client: Client
) -> None:
    town, measure, now = story.municipality, the_school(story), timezone.now()
    starts = (
        page_path(town.ags),
        page_path(town.ags, language="en"),
        "/offene-daten/catalog.ttl",
        "/sitemap.xml",
        f"/api/v1/municipalities/{town.ags}/figures",
        f"/api/v1/municipalities/{town.ags}/measures",
    )
    files = re.compile(r"\.(png|pdf|docx|zip|parquet|xlsx|svg)|teilen|energiebericht|\?|einbetten")
    note_editions(at=now)
    before = Walk(client, files).walk(*starts)
    told = [path for path, text in before.pages.items() if measure.name in text]
    assert len(told) > 10, "the measure was hardly to be seen before"
    item = PublicItem(PublishedKind.MEASURE, str(measure.pk))
    take_back(municipality=town, items=[item], by=None, at=timezone.now())
    after = Walk(client, files).walk(*starts)
    assert [path for path, text in after.pages.items() if measure.name in text] == []
    own = (measure_path(town.ags, measure.pk), figure_path(town.ags, f"massnahme-{measure.pk}"))
    assert [client.get(path).status_code for path in own] == [410, 410]
