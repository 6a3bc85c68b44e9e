"""A second run makes what stands on something else and nothing more; never is anything stale."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils import timezone

from klimamosaik.drawing import typesetting
from klimamosaik.evidence.operations import renew
from klimamosaik.measures.models import Measure
from klimamosaik.observations.intake import files as intake
from klimamosaik.publication.operations import note_editions
from klimamosaik.publication.public.cards import views as card_views
from klimamosaik.publication.public.cards.card import PublicCard
from klimamosaik.publication.public.cards.pdf import cards_pdf
from klimamosaik.publication.public.figures import views
from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.files import every
from klimamosaik.publication.public.figures.files.every import FigureFile
from klimamosaik.publication.site import export
from klimamosaik.publication.site.export import ExportedSite, export_site
from klimamosaik.publication.site.local_requests import AddressAsker, GivenAnswer
from klimamosaik.records.operations import save
from klimamosaik.terms.text import Language
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT
from tests.publication.site.conftest import exported, files_in
from tests.publication.test_one_reading import corrected, the_school

Ask = Callable[[AddressAsker, str, str], GivenAnswer]


@pytest.fixture(autouse=True)
def _quickly_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and pictures are another one for each other content, without Typst's time."""

    def told(files: dict[str, bytes], asked: dict[str, object]) -> bytes:
        return sha256(repr((sorted(files.items()), asked)).encode()).hexdigest().encode()

    monkeypatch.setattr(typesetting, "_set", told)
    monkeypatch.setattr(
        "klimamosaik.publication.public.figures.files.word.set_picture", lambda svg, ppi: PNG
    )


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
    "60606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The figures whose files were made, a name for each file."""
    told: list[str] = []
    make = every.made

    def noted(kind: FigureFile, asked: FigureAsked) -> bytes:
        told.append(f"{asked.figure.key}{kind.suffix}")
        return make(kind, asked)

    monkeypatch.setattr(views, "made", noted)
    return told


@pytest.mark.usefixtures("town")
def test_where_nothing_changed_nothing_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = exported(tmp_path)

    def never(self: AddressAsker, address: str, mark: str = "") -> GivenAnswer:
        raise AssertionError(f"{address} was asked for")

    monkeypatch.setattr(AddressAsker, "ask", never)
    again = exported(tmp_path)
    assert again == ExportedSite(first.files, (), first.files, (), first.dead, first.addressed)


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The cards that were set."""
    told: list[str] = []
    make = cards_pdf

    def noted(made: Sequence[PublicCard], origin: str, language: Language) -> bytes:
        told.append(made[0].key if len(made) == 1 else "all")
        return make(made, origin, language)

    monkeypatch.setattr(card_views, "cards_pdf", noted)
    return told


@pytest.mark.usefixtures("town")
def test_what_is_gone_or_damaged_comes_back(tmp_path: Path, cards: list[str]) -> None:
    exported(tmp_path)
    whole, key = files_in(tmp_path), max(cards)
    assert (len(cards), min(cards)) == (4, "all")
    card = f"de/karten/{key}.pdf"
    (tmp_path / card).write_bytes(b"damaged")
    (tmp_path / "de" / "index.html").unlink()
    cards.clear()
    again = exported(tmp_path)
    assert again.changed == ("de/index.html", card)
    assert files_in(tmp_path) == whole
    assert cards == [key]


@pytest.mark.usefixtures("town")
def test_files_of_what_did_not_change_are_not_made_again(tmp_path: Path, cards: list[str]) -> None:
    exported(tmp_path / "site")
    measure = Measure.objects.get(name="Dach dämmen")
    measure.name = "Dach neu dämmen"
    save(measure, by=None)
    cards.clear()
    exported(tmp_path / "site")
    assert sorted(cards) == ["all", f"massnahme-{measure.pk}"]
    exported(tmp_path / "new")
    assert files_in(tmp_path / "site") == files_in(tmp_path / "new")


@pytest.mark.usefixtures("town")
def test_other_software_makes_every_file_again(
    tmp_path: Path, cards: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    exported(tmp_path)
    first = sorted(cards)
    cards.clear()
    for place in ("site.export", "public.made_of"):
        monkeypatch.setattr(f"klimamosaik.publication.{place}.software_mark", lambda: "newer")
    assert exported(tmp_path).changed == ()  # it happens to make the same
    assert sorted(cards) == first


@pytest.mark.usefixtures("town")
def test_data_set_back_and_written_anew_are_other_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its counters may stand where they stood before."""
    exported(tmp_path)
    monkeypatch.setattr(export, "written_last", lambda: ("another moment",))
    asked: list[str] = []
    ask: Ask = AddressAsker.ask

    def noted(self: AddressAsker, address: str, mark: str = "") -> GivenAnswer:
        asked.append(address)
        return ask(self, address, mark)

    monkeypatch.setattr(AddressAsker, "ask", noted)
    exported(tmp_path)
    assert len(asked) > 20


@pytest.mark.long
@pytest.mark.django_db
def test_one_reading_changes_each_file_that_stands_on_it_and_no_other_is_made(
    story: Story, tmp_path: Path, made: list[str]
) -> None:
    town, measure, now = story.municipality, the_school(story), timezone.now()
    building = measure.meter_points.get().building
    assert building is not None

    def written(name: str) -> ExportedSite:
        return export_site(ags=town.ags, root=tmp_path / name, at=now, languages=["de"])

    note_editions(at=now)
    written("site")
    before, all_made = files_in(tmp_path / "site"), set(made)
    file = corrected(DEMO_AT.date())
    understood = intake.preview(municipality=town, data=file.data, name=file.name)
    intake.store_import(municipality=town, files=[understood], by=None, at=now)
    renew(municipality=town, by=None, at=now, wait=True)
    note_editions(at=now)
    made.clear()
    again = written("site")
    after, keys = files_in(tmp_path / "site"), {name.partition(".")[0] for name in made}
    assert {f"massnahme-{measure.pk}", f"gebaeude-{building.pk}", "verbrauch"} <= keys
    for ending in ("csv", "xlsx", "svg", "png", "zip", "pdf", "docx"):
        assert f"de/zahlen/massnahme-{measure.pk}.{ending}" in again.changed
    assert f"de/karten/massnahme-{measure.pk}.pdf" in again.changed
    assert 0 < len(set(made)) < len(all_made) / 2
    written("new")
    assert after == files_in(tmp_path / "new")
    assert again.changed == tuple(sorted(n for n in after if before.get(n) != after[n]))
