"""The catalogue from the command line."""

import pytest
from rdflib import Graph
from rdflib.namespace import DCTERMS
from typer.testing import CliRunner

from klimamosaik.publication.public.catalogue import entry
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.cli import commands
from klimamosaik.web.demo.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("klimamosaik.web.commands.catalog.start_django", lambda: None)


def graph_of(*arguments: str, form: str = "turtle") -> Graph:
    done = CliRunner().invoke(commands(), ["catalog", *arguments])
    assert done.exit_code == 0, done.exception
    return Graph().parse(data=done.stdout, format=form)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own reader
def test_every_dataset_comes_in_one_document_in_each_format(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "PER_PAGE", 5)
    whole = graph_of()
    assert len(list(whole.subjects(DCTERMS.identifier))) > 20
    assert "PagedCollection" not in whole.serialize()
    assert set(graph_of("--format", "xml", form="xml")) == set(whole)
    assert set(graph_of("--format", "json-ld", form="json-ld")) == set(whole)
    own = graph_of("--municipality", story.municipality.ags)
    assert set(own.subjects(DCTERMS.identifier)) == set(whole.subjects(DCTERMS.identifier))


@pytest.mark.parametrize("ags", ["03403000", "1", "Oldenburg"])
def test_a_municipality_without_anything_public_is_refused(story: Story, ags: str) -> None:
    done = CliRunner().invoke(commands(), ["catalog", "--municipality", ags])
    assert isinstance(done.exception, InputRejected)
    assert ags in str(done.exception)
