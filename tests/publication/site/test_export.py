"""The folder: whole, small steps, nothing of others, and gone is gone."""

import re
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from django.test import override_settings

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Municipality
from klimamosaik.publication.operations import publish, take_back
from klimamosaik.publication.site.local_requests import AddressAsker, GivenAnswer
from klimamosaik.records.operations import save
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import LANGUAGES
from tests.demo import DEMO_AT
from tests.publication.site.conftest import ADDRESS, AGS, exported, files_in, item_of

LINK = re.compile(r'\s(?:href|src)="([^"]*)"')


def links(page: bytes) -> list[str]:
    return LINK.findall(page.decode())


def leads_on(files: dict[str, bytes]) -> dict[str, list[str]]:
    """Of each page the files its links name."""
    found = {}
    for name, body in files.items():
        if name.endswith(".html"):
            own = [link for link in links(body) if ":" not in link and not link.startswith("#")]
            found[name] = [normpath(join(dirname(name), link.partition("#")[0])) for link in own]
    return found


@pytest.mark.usefixtures("town")
def test_every_link_leads_to_a_file_of_the_folder(tmp_path: Path) -> None:
    done = exported(tmp_path, LANGUAGES)
    files = files_in(tmp_path)
    found = leads_on(files)
    assert len(found) > 20
    assert sum(map(len, found.values())) > 200
    missing = {(page, to) for page, named in found.items() for to in named if to not in files}
    assert missing == set()
    assert done.files == len(files)


@pytest.mark.usefixtures("town")
def test_every_file_is_reached_from_the_first_page(tmp_path: Path) -> None:
    exported(tmp_path)
    found = leads_on(files_in(tmp_path))
    seen, waiting = set(), ["index.html"]
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            waiting += found.get(page, [])
    pages = {name for name in found if "/karten/" not in name}
    assert pages <= seen


@pytest.mark.usefixtures("town")
def test_pages_ask_nobody_for_anything_and_have_no_forms(tmp_path: Path) -> None:
    exported(tmp_path, LANGUAGES)
    pages = {name: body for name, body in files_in(tmp_path).items() if name.endswith(".html")}
    for body in pages.values():
        assert b"<form" not in body
        assert not re.search(rb'<(?:script|img|iframe|source)[^>]*src="(?:https?:)?//', body)
        assert not re.search(rb'<link[^>]*rel="(?:stylesheet|icon)"[^>]*href="(?:https?:)?/', body)
    assert "Suchen und Schreiben geht nur" in pages["de/bei-mir/index.html"].decode()
    assert "Searching and writing works" in pages["en/bei-mir/index.html"].decode()


@pytest.mark.usefixtures("town")
def test_style_pictures_and_cards_travel_along(tmp_path: Path) -> None:
    exported(tmp_path, LANGUAGES)
    files = files_in(tmp_path)
    measure = Measure.objects.first()
    assert measure is not None
    assert {"static/public.css", "static/favicon.svg", "static/stones.svg"} <= set(files)
    assert files[f"de/karten/massnahme-{measure.pk}.pdf"].startswith(b"%PDF")
    assert {"ausstellung.html", "exhibition.html", "static/ausstellung.js"} <= set(files)


@pytest.mark.usefixtures("town")
def test_a_second_run_writes_nothing_and_says_so(tmp_path: Path) -> None:
    first = exported(tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.html")}
    again = exported(tmp_path)
    assert (len(first.changed), first.same) == (first.files, 0)
    assert (again.changed, again.same, again.removed) == ((), first.files, ())
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.html")} == times


@pytest.mark.usefixtures("town")
def test_only_what_differs_is_written(tmp_path: Path) -> None:
    exported(tmp_path)
    measure = Measure.objects.get(name="Dach dämmen")
    measure.done = "Nur die Nordseite"
    save(measure, by=None)
    again = exported(tmp_path)
    assert f"de/massnahmen/{measure.pk}/index.html" in again.changed
    assert f"de/karten/massnahme-{measure.pk}.pdf" in again.changed
    assert again.same > len(again.changed)
    assert (
        "Nur die Nordseite" in files_in(tmp_path)[f"de/massnahmen/{measure.pk}/index.html"].decode()
    )


def test_what_is_taken_back_leaves_the_folder(town: Municipality, tmp_path: Path) -> None:
    exported(tmp_path)
    measure = Measure.objects.get(name="Dach dämmen")
    take_back(municipality=town, items=[item_of(measure)], by=None, at=DEMO_AT)
    again = exported(tmp_path)
    assert f"de/massnahmen/{measure.pk}/index.html" in again.removed
    assert not (tmp_path / "de" / "massnahmen" / str(measure.pk)).exists()
    left = {name for name, body in files_in(tmp_path).items() if "Dach dämmen".encode() in body}
    assert left == set()


@pytest.mark.usefixtures("town")
def test_one_language_only_leads_to_the_other_on_the_web(tmp_path: Path) -> None:
    exported(tmp_path)
    files = files_in(tmp_path)
    assert not [name for name in files if name.startswith("en/") or name == "exhibition.html"]
    assert f"{ADDRESS}/en/klima/{AGS}/" in links(files["de/index.html"])


@pytest.mark.usefixtures("town")
def test_without_a_public_address_no_link_leads_to_this_machine(tmp_path: Path) -> None:
    with override_settings(PUBLIC_ADDRESS="", ALLOWED_HOSTS=["localhost"]):
        done = exported(tmp_path)
    assert not done.addressed
    for name, body in files_in(tmp_path).items():
        if name.endswith(".html"):
            assert not [link for link in links(body) if "localhost" in link]


class Interrupted(Exception):
    """Somebody pulled the stick."""


def interrupted(folder: Path, *, after: int) -> None:
    """An export that ends after some addresses."""
    ask, asked = AddressAsker.ask, list[str]()

    def answer(self: AddressAsker, address: str, mark: str = "") -> GivenAnswer:
        asked.append(address)
        if len(asked) > after:
            raise Interrupted
        return ask(self, address, mark)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(AddressAsker, "ask", answer)
        with pytest.raises(Interrupted):
            exported(folder)


@pytest.mark.usefixtures("town")
def test_what_was_interrupted_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = files_in(tmp_path / "whole") if exported(tmp_path / "whole") else {}
    interrupted(tmp_path / "site", after=15)
    asked: list[str] = []
    ask = AddressAsker.ask

    def counted(self: AddressAsker, address: str, mark: str = "") -> GivenAnswer:
        asked.append(address)
        return ask(self, address, mark)

    monkeypatch.setattr(AddressAsker, "ask", counted)
    exported(tmp_path / "site")
    assert files_in(tmp_path / "site") == whole
    assert 0 < len(asked) == len(set(asked))
    assert f"/klima/{AGS}/" not in asked  # it was the first of the interrupted run


def test_after_a_change_an_interrupted_run_begins_anew(town: Municipality, tmp_path: Path) -> None:
    """Else half the folder would tell an older day; what the first half wrote is cleared, too."""
    measure = Measure.objects.get(name="Dach dämmen")
    interrupted(tmp_path, after=25)
    take_back(municipality=town, items=[item_of(measure)], by=None, at=DEMO_AT)
    exported(tmp_path)
    assert [n for n, body in files_in(tmp_path).items() if "Dach dämmen".encode() in body] == []
    publish(municipality=town, items=[item_of(measure)], by=None, at=DEMO_AT)
    assert f"de/massnahmen/{measure.pk}/index.html" in exported(tmp_path).changed


@pytest.mark.usefixtures("town")
def test_a_cut_off_note_of_the_interrupted_run_does_no_harm(tmp_path: Path) -> None:
    interrupted(tmp_path, after=10)
    notes = tmp_path / ".klimamosaik" / "open.jsonl"
    notes.write_bytes(notes.read_bytes()[:-20])
    assert exported(tmp_path).files == len(files_in(tmp_path))


@pytest.mark.usefixtures("town")
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "steuer.ods").write_bytes(b"42")
    with pytest.raises(InputRejected, match="already holds something else"):
        exported(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["steuer.ods"]


@pytest.mark.usefixtures("town")
def test_what_others_put_into_the_folder_stays(tmp_path: Path) -> None:
    exported(tmp_path)
    (tmp_path / "LIESMICH.txt").write_text("Fernseher links")
    exported(tmp_path)
    assert (tmp_path / "LIESMICH.txt").read_text() == "Fernseher links"


@pytest.mark.usefixtures("town")
def test_a_folder_holds_one_town(tmp_path: Path) -> None:
    exported(tmp_path)
    notes = tmp_path / ".klimamosaik" / "site.json"
    notes.write_text(notes.read_text().replace(f'"ags": "{AGS}"', '"ags": "03403000"'))
    with pytest.raises(InputRejected, match="03403000"):
        exported(tmp_path)


@pytest.mark.django_db
def test_a_town_that_shows_nothing_has_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="Nothing of municipality"):
        exported(tmp_path / "site")
    assert not (tmp_path / "site").exists()
