"""Lists are walked page by page; narrowed by years and fields; everything comes in one go, too."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from klimamosaik.publication.models import Publication
from tests.publication.api.conftest import ROOT, Answers, body, every


def test_a_list_is_walked_without_gaps_or_doubles(ags: str, ask: Answers) -> None:
    path = f"/municipalities/{ags}/figures"
    whole = ask(path)
    walked = every(ask, path + "?limit=7")
    assert len(walked) == whole["total"] > 20
    assert walked == whole["items"]


def test_the_next_page_stands_in_the_link_header_too(ags: str, stranger: Client) -> None:
    response = stranger.get(f"{ROOT}/municipalities/{ags}/figures?limit=3&sprache=en")
    following = json.loads(response.content)["next"]
    assert response["Link"] == f'<{following}>; rel="next"'
    assert "sprache=en" in following
    last = stranger.get(f"{ROOT}/municipalities/{ags}/figures")
    assert "Link" not in last
    assert json.loads(last.content)["next"] is None


def test_pages_of_different_data_are_never_mixed(ags: str, stranger: Client, ask: Answers) -> None:
    following = ask(f"/municipalities/{ags}/figures?limit=3")["next"]
    row = Publication.objects.filter(kind="measure").first()
    assert row
    row.until = row.since.replace(year=2031)
    row.save()
    response = stranger.get(following)
    assert response.status_code == 400
    assert "stale-cursor" in json.loads(response.content)["type"]


@pytest.mark.parametrize("other", ["/measures", "/figures/verbrauch", "/rows"])
def test_a_cursor_leads_through_its_own_list_alone(
    ags: str, stranger: Client, ask: Answers, other: str
) -> None:
    following = ask(f"/municipalities/{ags}/figures?limit=3")["next"]
    cursor = following.partition("cursor=")[2]
    response = stranger.get(f"{ROOT}/municipalities/{ags}{other}?cursor={cursor}")
    assert response.status_code == 400


def test_years_narrow_the_rows_in_page_and_file_alike(ags: str, stranger: Client) -> None:
    path = f"{ROOT}/municipalities/{ags}/figures/verbrauch"
    asked = "?von=2023&bis=2024"
    told = json.loads(stranger.get(path + asked).content)["rows"]
    text = body(stranger.get(path + ".csv" + asked)).decode()
    days = [each["period_start"] for each in told]
    assert {*days} == {"2023-01-01", "2024-01-01"}
    assert [row["period_start"] for row in csv.DictReader(io.StringIO(text))] == days


def test_only_the_fields_asked_for_are_there(ags: str, ask: Answers, stranger: Client) -> None:
    path = f"/municipalities/{ags}/figures/verbrauch"
    rows = ask(path + "?fields=value,period_end")["rows"]
    assert rows
    assert all({*row} == {"period_end", "value"} for row in rows)
    text = body(stranger.get(f"{ROOT}{path}.csv?fields=value,low")).decode()
    assert text.splitlines()[0] == "value,low"


def test_a_file_holds_everything_and_has_a_name(ags: str, stranger: Client) -> None:
    response = stranger.get(f"{ROOT}/municipalities/{ags}/rows.csv")
    assert response["Content-Disposition"] == f'attachment; filename="rows-{ags}.csv"'
    assert response.streaming
    lines = body(response).decode().splitlines()
    total = json.loads(stranger.get(f"{ROOT}/municipalities/{ags}/rows?limit=1").content)["total"]
    assert len(lines) == total + 1


def test_words_that_look_like_a_formula_stay_words(ags: str, stranger: Client) -> None:
    from klimamosaik.measures.models import Measure

    measure = Measure.objects.get(name__startswith="Heizungsoptimierung")
    measure.name = '=HYPERLINK("http://x")'
    measure.save()
    text = body(stranger.get(f"{ROOT}/municipalities/{ags}/measures.csv")).decode()
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(text)))
    (name,) = [row["name"] for row in rows if row["id"] == str(measure.pk)]
    assert name.startswith("'=")


def test_who_has_an_answer_gets_nothing_again(ags: str, stranger: Client) -> None:
    path = f"{ROOT}/municipalities/{ags}/figures/wirkung"
    first = stranger.get(path, HTTP_ACCEPT_ENCODING="gzip")
    again = stranger.get(path, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_head_is_answered_without_a_body(ags: str, stranger: Client) -> None:
    response = stranger.head(f"{ROOT}/municipalities/{ags}")
    assert (response.status_code, response.content) == (200, b"")
