"""The catalogue of the synthetic town, as a harvester gets it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings
from rdflib import Graph

from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.web.demo.story import Story

ADDRESS = "https://klima.example.org"
made: list[bytes] = []  # the catalogue is made once for all tests that plant faults in it


@pytest.fixture(autouse=True)
def public_address() -> Iterator[None]:
    """A town hall's own address."""
    with override_settings(PUBLIC_ADDRESS=ADDRESS):
        yield


@pytest.fixture
def everything(story: Story, balances: tuple[PublicItem, ...]) -> Story:
    """Every kind of dataset is there: figures, two balances, a report, measures, places."""
    return story


@pytest.fixture
def turtle(request: pytest.FixtureRequest) -> bytes:
    """The whole catalogue as Turtle."""
    if not made:
        request.getfixturevalue("everything")
        made.append(Client().get("/offene-daten/catalog.ttl").content)
    return made[0]


@pytest.fixture
def graph(turtle: bytes) -> Graph:
    """The whole catalogue."""
    return Graph().parse(turtle, format="turtle")


@pytest.fixture
def official(shared: Path) -> Path:
    """The folder of official shapes and lists; skips where it, or pyshacl, is absent."""
    pytest.importorskip("pyshacl", reason="pyshacl is not installed")
    return shared / "data" / "dcat_ap_de"
