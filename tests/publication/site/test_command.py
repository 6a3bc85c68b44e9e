"""`klimamosaik export site`: what it says, how it ends, and what a second run does."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from klimamosaik.measures.models import Measure
from klimamosaik.publication.site.local_requests import AddressAsker, GivenAnswer
from klimamosaik.records.operations import save
from klimamosaik.web.cli import main
from tests.publication.site.conftest import AGS, files_in

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Ended:
    """A command that ended."""

    code: int
    said: str  # standard output
    complained: str  # standard error


Command = Callable[..., Ended]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command as a shell does."""
    monkeypatch.setattr("klimamosaik.web.commands.export.start_django", lambda: None)
    monkeypatch.setattr("klimamosaik.web.cli.keep_private", lambda: None)
    monkeypatch.setenv("KLIMAMOSAIK_LANGUAGE", "de")

    def run(*words: object) -> Ended:
        asked = ["klimamosaik", "export", "site", *map(str, words)]
        monkeypatch.setattr("sys.argv", asked)
        with pytest.raises(SystemExit) as end:
            main()
        told = capsys.readouterr()
        code = end.value.code
        return Ended(code if isinstance(code, int) else int(bool(code)), told.out, told.err)

    return run


@pytest.mark.usefixtures("town")
def test_it_writes_the_folder_and_says_what_to_open(site: Command, tmp_path: Path) -> None:
    done = site(tmp_path / "stick", "--municipality", AGS, "--language", "de")
    files = files_in(tmp_path / "stick")
    assert done.code == 0
    assert f"{len(files)} Dateien geschrieben, 0 unverändert, 0 entfernt" in done.said
    assert "Öffnen: index.html, für einen Bildschirm ausstellung.html." in done.said
    assert not [name for name in files if name.startswith("en/")]


@pytest.mark.usefixtures("town")
def test_a_second_run_changes_only_what_changed(site: Command, tmp_path: Path) -> None:
    words = (tmp_path, "--municipality", AGS, "--language", "de", "--json")
    first = json.loads(site(*words).said)
    again = json.loads(site(*words).said)
    assert (again["changed"], again["same"], again["removed"]) == ([], first["files"], [])
    measure = Measure.objects.get(name="Dach dämmen")
    measure.done = "Nur die Nordseite"
    save(measure, by=None)
    third = json.loads(site(*words).said)
    assert f"de/massnahmen/{measure.pk}/index.html" in third["changed"]
    assert 0 < len(third["changed"]) < third["same"]


@pytest.mark.usefixtures("town")
def test_pulled_out_it_fails_and_the_next_run_goes_on(
    site: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, asked = AddressAsker.ask, list[str]()

    def until_pulled(self: AddressAsker, address: str, mark: str = "") -> GivenAnswer:
        asked.append(address)
        if len(asked) == 12:
            raise OSError(5, "Input/output error")
        return ask(self, address, mark)

    words = (tmp_path / "stick", "--municipality", AGS, "--language", "de", "--json")
    with monkeypatch.context() as patched:
        patched.setattr(AddressAsker, "ask", until_pulled)
        assert site(*words).code == 1
    done = asked[:-1]
    asked[:] = [""] * 12  # the stick stays in
    with monkeypatch.context() as patched:
        patched.setattr(AddressAsker, "ask", until_pulled)
        told = json.loads(site(*words).said)
    assert not set(done) & set(asked)
    assert len(asked) > 12
    assert told["files"] == len(files_in(tmp_path / "stick"))


@pytest.mark.usefixtures("town")
def test_a_folder_that_holds_something_else_is_refused_in_a_sentence(
    site: Command, tmp_path: Path
) -> None:
    (tmp_path / "steuer.ods").write_bytes(b"42")
    done = site(tmp_path, "--municipality", AGS)
    assert done.code == 2
    assert "liegt schon etwas anderes" in done.complained
    assert str(tmp_path) in done.complained
    assert [path.name for path in tmp_path.iterdir()] == ["steuer.ods"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--municipality", "03403000"), "03403000"),
        (("--municipality", "Neudorf"), "Neudorf"),
        (("--municipality", AGS, "--language", "fr"), "„fr“"),
    ],
)
@pytest.mark.usefixtures("town")
def test_what_there_is_not_ends_with_two_and_leaves_no_folder(
    site: Command, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    done = site(tmp_path / "stick", *words)
    assert (done.code, said in done.complained) == (2, True)
    assert len(done.complained.strip().splitlines()) == 1
    assert not (tmp_path / "stick").exists()
