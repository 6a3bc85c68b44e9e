"""What programs are told keeps its keys: each document has a recorded shape."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from typer.testing import CliRunner

from klimamosaik.measures.models import Measure
from klimamosaik.planning.models import Selection
from klimamosaik.web.cli import commands
from klimamosaik.web.demo.story import Story
from tests.web.conftest import logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.long]

RECORDED = Path(__file__).parent.parent / "recorded" / "documents"
ANEW = "RECORD_DOCUMENTS"  # set in the environment: what is seen is recorded
KEYED = {  # lists by year or name: which of them there are is no promise
    "energy_report": ("weather_correction.factors", "weather_correction.degree_days"),
}
PAGES = {
    "agenda": "heute/heute.json",
    "after_funding": "massnahmen/nach-der-foerderung.json",
    "tempo": "massnahmen/tempo.json",
    "effect": "massnahmen/{heating}/wirkung.json",
    "effect_planned": "massnahmen/{planned}/wirkung.json",
    "joint_effect": "wirkung/wirkung.json",
    "steering": "massnahmencontrolling/massnahmencontrolling.json",
    "abatement": "planung/kosten.json",
    "plan": "planung/{plan}/plan.json",
    "pathways": "mosaik/pfad.json",
    "balance": "bilanz/{year}/bilanz.json",
    "energy_report": "bericht/energiebericht.json",
}
COMMANDS = {
    "balance_change": ("balance", "{ags}", "--year", "{year}", "--since", "{before}"),
    "troubles": ("alarms",),
    "sources": ("source", "list"),
    "condition": ("doctor",),
}


def told(story: Story) -> dict[str, object]:
    """What stands in the addresses."""
    measures = Measure.objects.filter(municipality=story.municipality)
    year = story.whole_years[-1]
    return {
        "ags": story.municipality.ags,
        "year": year,
        "before": year - 2,
        "plan": Selection.objects.latest("pk").pk,
        "heating": measures.get(name="Heizungsoptimierung Grundschule").pk,
        "planned": measures.filter(start=None).earliest("pk").pk,
    }


@pytest.fixture
def document(story: Story) -> Callable[[str], Any]:
    """A document by its name."""
    office, known = logged_in(User.objects.get(username="demo")), told(story)

    def found(name: str) -> Any:
        if name in PAGES:
            return on_page(office, f"/{story.municipality.ags}/{PAGES[name].format(**known)}")
        return printed(*(word.format(**known) for word in COMMANDS[name]))

    return found


def on_page(office: Client, address: str) -> Any:
    """A document of a page."""
    answer = office.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"].startswith("application/json")
    return json.loads(answer.getvalue())


def printed(*words: str) -> Any:
    """A document of a command."""
    done = CliRunner().invoke(commands(), [*words, "--json"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return json.loads(done.stdout)


def shape(value: Any, path: str = "", keyed: tuple[str, ...] = ()) -> Iterator[str]:
    """Each key of a document with its path, and what is in it."""
    if isinstance(value, dict):
        yield f"{path or '.'} object"
        for key, each in value.items():
            name = "*" if path in keyed else key
            yield from shape(each, f"{path}.{name}".strip("."), keyed)
    elif isinstance(value, list):
        yield f"{path or '.'} list"
        for each in value:
            yield from shape(each, f"{path}[]", keyed)
    else:
        kind = {type(None): "null", str: "text", bool: "true or false"}.get(type(value), "number")
        yield f"{path} {kind}"


def test_documents_have_the_keys_that_were_promised(document: Callable[[str], Any]) -> None:
    changed = {}
    for name in (*PAGES, *COMMANDS):
        seen = sorted(set(shape(document(name), keyed=KEYED.get(name, ()))))
        recorded = RECORDED / f"{name}.txt"
        if os.environ.get(ANEW):
            recorded.write_text("\n".join(seen) + "\n", encoding="utf-8")
        promised = recorded.read_text(encoding="utf-8").splitlines()
        assert len(promised) > 3
        if seen != promised:
            changed[name] = sorted({*seen} ^ {*promised})
    assert changed == {}


def test_a_key_that_is_new_gone_or_holds_something_else_is_seen() -> None:
    promised = [*shape({"a": [{"b": 1}], "c": None})]
    assert promised == [". object", "a list", "a[] object", "a[].b number", "c null"]
    assert [*shape({"a": [{"b": "1"}], "d": None})] != promised
    assert [*shape({"of": {"2024": 1.0}}, keyed=("of",))] == [
        ". object",
        "of object",
        "of.* number",
    ]
