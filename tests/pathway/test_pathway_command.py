"""`klimamosaik pathway` for people and for machines."""

import json

import pytest
from typer.testing import CliRunner

from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.cli import commands
from tests.pathway.conftest import measured


def said(*words: str) -> str:
    done = CliRunner().invoke(commands(), ["pathway", *words])
    if done.exception is not None:
        raise done.exception
    return done.stdout


def test_a_town_nobody_set_up_has_the_way_the_law_asks_for(db: None) -> None:
    (target,) = json.loads(said("03403000", "--json"))["targets"]
    assert (target["year"], target["by_law"], target["limit_t"]) == (2040, True, 0.0)
    trend = target["trend"]
    assert target["need_t"] == pytest.approx(trend["in_target_year"]["mean_t"], rel=1e-5)
    assert {slope["use"] for slope in trend["slopes"]} == {
        "heat", "electricity", "transport", "other",
    }  # fmt: skip
    for slope in trend["slopes"]:
        assert slope["low"] < slope["yearly_change"] < slope["high"]
        assert slope["because"]["de"]
        assert slope["own_years"] == []
    assert target["probability"] is None


def test_people_read_sentences_and_a_table(town: Municipality) -> None:
    measured(town, "Heizung")
    printed = said(town.ags)
    assert "netto null" in printed
    assert "Heizung" in printed
    assert "22,3" in printed


def test_a_key_that_is_none_is_refused(db: None) -> None:
    with pytest.raises(InputRejected):
        said("123")
