"""What the interface says is what the door says, for everything that is published."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.test import Client

from klimamosaik.balance.queries.balances import years_of
from klimamosaik.publication.models import FigureEdition, Publication
from klimamosaik.publication.public.figures.rows import NAMES, rows_or_reason
from klimamosaik.publication.queries.answer import public_answer
from klimamosaik.publication.queries.buildings import public_buildings
from klimamosaik.publication.queries.figures.every import figure_keys, public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measures
from klimamosaik.publication.queries.paths import figure_path
from klimamosaik.publication.queries.published import published_in
from klimamosaik.publication.queries.results import Datum, PublicFigure
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import LANGUAGES
from tests.demo import DEMO_AT
from tests.publication.api.conftest import ROOT, Answers, body, every

FIELDS = ("mean", "low", "high", "unit", "confidence", "quality")


def said(row: dict[str, Any]) -> tuple[Any, ...]:
    """What a row of the interface says."""
    return (row["series"], row["series_name"], row["period_start"], row["value"], row["unit"],
            row["quality"], row["low"], row["high"], row["place"])  # fmt: skip


def known_row(datum: Datum) -> tuple[Any, ...]:
    """What the door says of the same value."""
    first = (datum.period + "-01-01")[:10] if datum.period else None
    low, high = (datum.estimate.low, datum.estimate.high) if datum.estimate else (None, None)
    return (datum.series, datum.named.de, first, datum.value, datum.unit,
            datum.quality.value, low, high, datum.place and datum.place.de)  # fmt: skip


def spread(entry: dict[str, Any] | None) -> tuple[Any, ...] | None:
    return None if entry is None else tuple(entry[name] for name in FIELDS)


def ends(estimate: Estimate | None) -> tuple[Any, ...] | None:
    return None if estimate is None else tuple(getattr(estimate, name) for name in FIELDS)


def figures_of(known: Known) -> list[PublicFigure]:
    found = [public_figure(known, key) for key in figure_keys(known)]
    assert len(found) > 20
    return found


def test_every_figure_has_the_same_rows_in_the_same_order(known: Known, ask: Answers) -> None:
    for figure in figures_of(known):
        told = ask(f"/municipalities/{known.town.ags}/figures/{figure.key}?limit=1000")
        assert [said(row) for row in told["rows"]] == [
            known_row(each) for each in rows_or_reason(figure)
        ]
        assert (told["headline"]["de"], told["sentence"]["en"], told["method"]) == (
            figure.headline.de, figure.sentence.en, figure.method)  # fmt: skip


def test_all_rows_of_the_town_are_the_rows_of_its_figures(
    known: Known, ask: Answers, stranger: Client
) -> None:
    wanted = [known_row(each) for figure in figures_of(known) for each in rows_or_reason(figure)]
    path = f"/municipalities/{known.town.ags}/rows"
    assert [said(row) for row in every(ask, f"{path}?limit=500")] == wanted
    text = body(stranger.get(f"{ROOT}{path}.csv")).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    frame = pl.read_parquet(io.BytesIO(body(stranger.get(f"{ROOT}{path}.parquet"))))
    values = [each[3] for each in wanted]
    assert [float(row["value"]) if row["value"] else None for row in rows] == values
    assert frame["value"].to_list() == values
    assert [row["series"] for row in rows] == frame["series"].to_list()
    assert tuple(frame.columns) == tuple(rows[0]) == NAMES


def test_a_file_of_the_interface_is_the_file_of_the_page(known: Known, stranger: Client) -> None:
    measure = next(each.key for each in figures_of(known) if each.key.startswith("massnahme-"))
    for key in ("wirkung", "verbrauch", measure):
        path = f"/municipalities/{known.town.ags}/figures/{key}.csv"
        for language in LANGUAGES:
            page = figure_path(known.town.ags, key, ".csv", language)
            told = body(stranger.get(f"{ROOT}{path}?sprache={language}"))
            assert told == body(stranger.get(page)) != b""


def test_unknown_is_empty_in_every_file_and_says_so(known: Known, stranger: Client) -> None:
    figures = figures_of(known)
    unknown = sum(each.value is None for one in figures for each in one.data)
    unknown += sum(not one.data for one in figures)  # one row says why
    assert unknown
    path = f"{ROOT}/municipalities/{known.town.ags}/rows"
    rows = list(csv.DictReader(io.StringIO(body(stranger.get(path + ".csv")).decode())))
    empty = [row for row in rows if row["value"] == ""]
    assert len(empty) == unknown
    assert {row["quality"] for row in empty} == {"unknown"}


def test_measures_say_what_their_pages_say(known: Known, ask: Answers) -> None:
    told = {each["id"]: each for each in every(ask, f"/municipalities/{known.town.ags}/measures")}
    measures = public_measures(known)
    assert len(measures) > 5
    assert {*told} == {one.id for one in measures}
    for one in measures:
        entry = told[one.id]
        assert entry == ask(f"/municipalities/{known.town.ags}/measures/{one.id}")
        assert (entry["said"]["de"], entry["verdict"]) == (one.said.de, one.verdict.value)
        for name in ("tonnes", "share", "saved"):
            estimate: Estimate | None = getattr(one, name)
            if estimate is None:
                assert entry[name]["mean"] is None
                assert entry[name]["quality"] == "unknown"
            else:
                assert spread(entry[name]) == ends(estimate)
        assert entry["cost"]["value"] == one.cost
        assert entry["eur_per_t"]["value"] == one.eur_per_t


def test_effects_are_the_measured_measures_with_gate_and_verdict(
    known: Known, ask: Answers
) -> None:
    told = every(ask, f"/municipalities/{known.town.ags}/effects")
    measured = [one for one in public_measures(known) if one.saved is not None]
    assert len(measured) > 2
    assert {one.id for one in measured} <= {each["id"] for each in told}
    assert {each["verdict"] for each in told} > {"saved", "used more"}
    assert all(each["gate"]["en"].startswith("Criterion") for each in told)


def test_buildings_are_the_same_and_stand_on_the_map(
    known: Known, ask: Answers, stranger: Client
) -> None:
    path = f"/municipalities/{known.town.ags}/buildings"
    told = every(ask, path)
    assert [(each["id"], each["area"]["value"]) for each in told] == [
        (each.id, each.area) for each in public_buildings(known)
    ]
    shown = json.loads(body(stranger.get(f"{ROOT}{path}.geojson")))
    assert [each["properties"]["name"] for each in shown["features"]] == [
        each["name"] for each in told
    ]


def test_the_leading_question_is_answered_with_the_pages_numbers(
    known: Known, ask: Answers
) -> None:
    told, found = ask(f"/municipalities/{known.town.ags}/answer"), public_answer(known)
    assert told["measures"] == found.measures
    assert told["saved_mwh"]["value"] == found.saved_mwh
    assert spread(told["tonnes"]) == ends(found.tonnes)


def test_parts_of_a_change_add_up_exactly(known: Known, ask: Answers) -> None:
    told = ask(f"/municipalities/{known.town.ags}/changes")
    assert len(told) > 1
    for change in told:
        parts = sum(each["value"] for each in change["parts"])
        assert change["before"]["value"] + parts == pytest.approx(change["after"]["value"])


def test_mosaic_indicators_and_reports_are_there(known: Known, ask: Answers) -> None:
    town = f"/municipalities/{known.town.ags}"
    mosaic = ask(f"{town}/mosaic")
    assert [said(row) for row in mosaic["rows"]] == [
        known_row(each) for each in public_figure(known, "mosaik").data
    ]
    indicators = every(ask, f"{town}/indicators")
    assert len(indicators) > 3
    for each in indicators:
        assert each == ask(f"{town}/indicators/{each['id']}")
        assert each["newest"] == pytest.approx(each["rows"][-1]["value"], abs=0.0005)
    assert [each["span"] for each in ask(f"{town}/reports")] == ["2023-2025"]


def test_files_of_a_report_are_where_the_interface_says(
    known: Known, ask: Answers, stranger: Client
) -> None:
    report = ask(f"/municipalities/{known.town.ags}/reports")[0]
    assert report["withheld"] is None
    assert stranger.get(report["xlsx"]).status_code == 200
    assert report["pdf"].endswith("2023-2025.pdf")


def test_every_page_the_interface_names_is_there(
    known: Known, ask: Answers, stranger: Client
) -> None:
    town = f"/municipalities/{known.town.ags}"
    pages = [
        each["page"] for name in ("measures", "buildings") for each in every(ask, town + "/" + name)
    ]
    assert len(pages) > 10
    assert {stranger.get(page).status_code for page in pages[::4]} == {200}


def test_a_changed_figure_is_told_with_the_reason(known: Known, ask: Answers) -> None:
    told = public_figure(known, "verbrauch")
    earlier = {"de": "2025: 1 MWh", "en": "2025: 1 MWh"}
    for at, said_then, because in (
        (DEMO_AT - timedelta(days=2), earlier, {}),
        (DEMO_AT, told.headline.both(), {"de": "neue Ablesungen", "en": "new readings"}),
    ):
        FigureEdition.objects.create(
            municipality_id=known.town.ags,
            figure="verbrauch",
            said=said_then,
            digest=str(at),
            data_version=1,
            because=because,
            at=at,
        )
    newest, first = every(ask, f"/municipalities/{known.town.ags}/revisions")
    assert (newest["before"], newest["because"]["en"]) == (earlier, "new readings")
    assert first["before"] is None


def test_a_balance_has_the_rows_of_its_figure(empty: str, ask: Answers) -> None:
    year = years_of(ags=empty)[-1]
    Publication.objects.create(municipality_id=empty, kind="balance", subject=year, since=DEMO_AT)
    listed = ask(f"/municipalities/{empty}/balances")
    assert [each["year"] for each in listed] == [year]
    told = ask(f"/municipalities/{empty}/balances/{year}")
    figure = public_figure(Known(published_in(empty), DEMO_AT), f"bilanz-{year}")
    assert len(figure.data) > 10
    assert [said(row) for row in told["rows"]] == [
        known_row(each) for each in rows_or_reason(figure)
    ]
    assert told["headline"]["de"] == figure.headline.de
