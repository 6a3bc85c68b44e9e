"""Who has no terminal never reads a command as the way out; without another it is folded away."""

import re
from collections import deque
from pathlib import Path

import pytest
from django.test import Client

from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.records.damage import damaged_file
from klimamosaik.web.sentences import sentences
from tests.web.conftest import logged_in, person
from tests.web.office_scene import furnished

COMMAND = re.compile(r"klimamosaik [a-z]+|python -m|(?<![\w(])--[a-z]{3,}")
FOLDED = re.compile(r'<details class="why for-it".*?</details>', re.DOTALL)
TERMINALS = (  # only who sits at one reads these
    "web/commands/", "web/doctor/", "web/serving/", "web/bench/", "web/backup/", "web/cluster.py",
    "web/folder_version.py", "web/environment.py", "web/terminal_questions.py",
    "people/tokens.py", "web/demo/",
    "evidence/given/", "evidence/measure_effect.py", "web/layout.py",
    "web/moving_forward.py",
)  # fmt: skip
LINK = re.compile(r'href="(/[^"#]*)')


def shown(page: str) -> str:
    """A page without what it folds away for the IT department."""
    return FOLDED.sub("", page)


def test_only_sentences_of_terminals_name_commands() -> None:
    told = [each for each in sentences() if COMMAND.search(each.de + each.en)]
    assert told
    for each in told:
        alone = each.de.startswith("klimamosaik ")  # a `command` of a problem, not its sentence
        assert alone or each.where.startswith(TERMINALS), each


def test_a_template_names_commands_only_where_it_folds_them_away() -> None:
    files = list((Path(__file__).resolve().parents[2] / "src").rglob("*.html"))
    assert len(files) > 100
    words = re.compile(r"klimamosaik [a-z]+")
    for file in files:
        text = shown(re.sub(r"{% (load|include|extends).*?%}", "", file.read_text("utf-8")))
        assert not words.search(text), file


@pytest.mark.long
@pytest.mark.parametrize("full", [False, True], ids=["empty", "with one of everything"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_no_page_of_a_town_names_a_command(town: Municipality, full: bool, language: str) -> None:
    if full:
        furnished(town)
    client = logged_in(person("ada", town, Role.ADMIN))
    waiting, seen = deque([f"/{town.ags}/heute/", f"/{town.ags}/"]), set[str]()
    while waiting:
        address = waiting.popleft()
        if address in seen or not address.startswith(f"/{town.ags}/"):
            continue
        seen.add(address)
        if len(seen) > 120:
            break
        answer = client.get(address, headers={"accept-language": language}, follow=True)
        if "text/html" not in answer.headers["Content-Type"]:
            continue
        page = answer.content.decode()
        assert not COMMAND.search(shown(page)), address
        waiting.extend(LINK.findall(page))
    assert len(seen) > 25


def test_damage_folds_the_command_away_and_says_it_at_a_terminal() -> None:
    problem = damaged_file(Path("readings/a.parquet")).problem
    assert "Wer Klimamosaik betreibt" in problem.text.de
    assert not COMMAND.search(problem.text.de + problem.text.en)
    assert problem.for_terminal.en.endswith("klimamosaik restore FILE --replace")


def test_the_report_without_data_leads_to_the_files(as_editor: Client, town: Municipality) -> None:
    page = as_editor.get(f"/{town.ags}/bericht/").content.decode()
    assert f'href="/{town.ags}/dateien/">Dateien ablegen</a>' in page
