"""What goes wrong is said in one shape: what, where, what is allowed, what to do."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from klimamosaik.publication.models import Publication, PublicPage
from klimamosaik.publication.operations import switch_off
from klimamosaik.publication.public.api.openapi import ProblemEntry
from klimamosaik.publication.public.api.routes import measures
from tests.publication.api.conftest import ROOT, body

TOWN = "/municipalities/{ags}"


def problem(stranger: Client, path: str, status: int, language: str = "") -> dict[str, Any]:
    """The problem an address answers with."""
    response = stranger.get(ROOT + path, headers={"accept-language": language})
    assert (response.status_code, response["Content-Type"]) == (
        status, "application/problem+json")  # fmt: skip
    told: dict[str, Any] = json.loads(body(response))
    ProblemEntry.model_validate(told, strict=True)
    assert told["status"] == status
    assert all(all(each.values()) for each in told["errors"])
    return told


@pytest.mark.parametrize(
    ("path", "status", "kind", "where", "allowed"),
    [
        ("/nothing", 404, "no-such-address", "path", "reference"),
        ("/municipalities/", 404, "no-such-address", "path", "reference"),
        ("/municipalities/a%0Ab", 404, "no-such-address", "path", "reference"),
        ("/municipalities/123", 404, "no-such-address", "path", "reference"),
        ("/municipalities/99999999", 404, "not-public", "path", "lists"),
        (TOWN + "/measures/999999999999999999999999", 404, "not-public", "path", "lists"),
        (TOWN + "/measures/x", 404, "no-such-address", "path", "reference"),
        (TOWN + "/figures/nichts", 404, "not-public", "path", "lists"),
        (TOWN + "/figures/bilanz-0000", 404, "not-public", "path", "lists"),
        (TOWN + "/balances/1", 404, "not-public", "path", "lists"),
        (TOWN + "/rows.xlsx", 404, "no-such-address", "path", "reference"),
        (TOWN + "/rows.geojson", 404, "no-place", "path.suffix", "csv, json"),
        (TOWN + "/measures.geojson", 404, "no-place", "path.suffix", "csv, json"),
        (TOWN + "/figures?limit=0", 400, "wrong-value", "query.limit", "1 to 1000"),
        (TOWN + "/figures?limit=1001", 400, "wrong-value", "query.limit", "1 to 1000"),
        (TOWN + "/figures?limit=many", 400, "wrong-value", "query.limit", "1 to 1000"),
        (TOWN + "/rows?von=0", 400, "wrong-value", "query.von, bis", "a month"),
        (TOWN + "/rows?bis=99999", 400, "wrong-value", "query.von, bis", "a month"),
        (TOWN + "/rows?von=2024&bis=2023", 400, "wrong-value", "query.von, bis", "a month"),
        (TOWN + "/rows?fields=value,color", 400, "wrong-value", "query.fields", "quality"),
        (TOWN + "/rows.csv?fields=color", 400, "wrong-value", "query.fields", "quality"),
        (TOWN + "/rows?cursor=abc", 400, "stale-cursor", "query.cursor", "next"),
        (TOWN + "/rows?limt=5", 400, "unknown-parameter", "query", "limit"),
        (TOWN + "/rows?limit=5&limit=6", 400, "wrong-value", "query.limit", "once"),
        (TOWN + "?sprache=fr", 400, "wrong-value", "query.sprache", "de or en"),
        ("/openapi.json?x=1", 400, "unknown-parameter", "query", "sprache"),
    ],
)
def test_a_problem_says_what_where_what_is_allowed_and_what_to_do(
    stranger: Client, empty: str, path: str, status: int, kind: str, where: str, allowed: str
) -> None:
    told = problem(stranger, path.format(ags=empty), status, "en")
    assert told["type"] == f"{ROOT}/#{kind}"
    assert told["errors"][0]["where"] == where
    assert allowed in told["errors"][0]["allowed"]


def test_a_problem_speaks_the_language_that_is_asked_for(stranger: Client, db: None) -> None:
    path = "/municipalities?limit=0"
    assert problem(stranger, path, 400)["title"] == "Ein Wert passt nicht."
    english = problem(stranger, path, 400, "en-GB")
    assert english["title"] == "A value does not fit."
    named = problem(stranger, path + "&sprache=de", 400, "en")
    assert named["errors"][0]["allowed"] == "eine ganze Zahl von 1 bis 1000"


def test_several_faults_are_told_at_once(stranger: Client, empty: str) -> None:
    told = problem(stranger, f"/municipalities/{empty}/rows?limt=1&vom=2020", 400)
    first, second = told["errors"]
    assert "limt" in first["what"]
    assert "vom" in second["what"]


def test_what_was_taken_back_is_gone_and_says_so(stranger: Client, ags: str) -> None:
    row = Publication.objects.filter(kind="measure").first()
    assert row
    path = f"/municipalities/{ags}/measures/{row.subject}"
    assert stranger.get(ROOT + path).status_code == 200
    row.until = timezone.now()
    row.save()
    assert "taken-back" in problem(stranger, path, 410)["type"]
    problem(stranger, f"/municipalities/{ags}/figures/massnahme-{row.subject}.csv", 410)
    switch_off(page=PublicPage.objects.get(municipality=ags), by=None, at=timezone.now())
    problem(stranger, f"/municipalities/{ags}/measures", 410)
    problem(stranger, f"/municipalities/{ags}/rows.csv", 410)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_nothing_can_be_written(stranger: Client, method: str) -> None:
    response = stranger.generic(method, ROOT + "/municipalities", b"x" * 100)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert json.loads(response.content)["errors"][0]["where"] == "method"


def test_any_site_may_read_and_sees_the_headers(stranger: Client, db: None) -> None:
    asked = stranger.options(ROOT + "/municipalities", HTTP_ORIGIN="https://zeitung.example")
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    for path in ("/municipalities", "/nothing"):
        response = stranger.get(ROOT + path, HTTP_ORIGIN="https://zeitung.example")
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Link" in response["Access-Control-Expose-Headers"]
        assert not response.cookies


def test_what_breaks_tells_nothing_of_the_inside(
    stranger: Client, empty: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(known: object) -> None:
        raise RuntimeError("innermost secret")

    monkeypatch.setattr(measures, "public_measures", breaks)
    told = problem(stranger, f"/municipalities/{empty}/measures", 500)
    assert "secret" not in json.dumps(told)
    assert "innermost secret" in caplog.text


def test_what_was_sent_comes_back_short_and_as_json_alone(stranger: Client, empty: str) -> None:
    path = f"/municipalities/{empty}/rows?<script>=1&limit=" + "9" * 5000
    response = stranger.get(ROOT + path)
    assert response.status_code == 400
    assert len(response.content) < 1500
    assert response["X-Content-Type-Options"] == "nosniff"
