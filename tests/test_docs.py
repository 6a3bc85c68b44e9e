"""Docs are tested: every command and setting is documented, every documented one exists."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from klimamosaik.web.cli import commands
from klimamosaik.web.environment import KNOWN

ROOT = Path(__file__).resolve().parent.parent
READMES = ["README.md", "README.en.md"]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def command_names() -> set[str]:
    click = typer.main.get_command(commands())
    return set(getattr(click, "commands", {}))


def text_of(name: str) -> str:
    """What a file of the project says."""
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", READMES)
def test_every_command_stands_in_the_readme(readme: str) -> None:
    names = command_names() - {"version"}
    assert names
    missing = {name for name in names if f"klimamosaik {name}" not in text_of(readme)}
    assert not missing


def test_both_readmes_give_the_same_commands_settings_and_links() -> None:
    german, english = (
        text_of(name).replace("docs/de/", "docs/").replace("_de.", "_en.") for name in READMES
    )
    for pattern in (r"```sh\n.*?```", r"^\| (`[^`]+`) \|", r"\]\(((?!README)[^)]+)\)"):
        found = re.findall(pattern, german, re.DOTALL | re.MULTILINE)
        assert found, pattern
        assert found == re.findall(pattern, english, re.DOTALL | re.MULTILINE)
    assert len(re.findall("^## ", german, re.M)) == len(re.findall("^## ", english, re.M))
    assert "](README.en.md)" in german
    assert "](README.md)" in english


def test_ci_runs_all_tests_as_the_readmes_say() -> None:
    whole = ".venv/bin/python -m pytest"
    assert whole in text_of(".ci/run").splitlines()
    for readme in READMES:
        assert f"```sh\n{whole}\n```" in text_of(readme)
    for page in (*READMES, "CONTRIBUTING.md"):
        assert f'`{whole} -m "not long"`' in text_of(page)


def test_every_command_the_docs_name_exists() -> None:
    named = {
        (page.name, name)
        for page in PAGES
        for name in re.findall(r"\bklimamosaik ([a-z][a-z-]+)", page.read_text(encoding="utf-8"))
        if not page.name.startswith("CHANGELOG")
    }
    assert named
    unknown = {(page, name) for page, name in named if name not in command_names()}
    assert not unknown


@pytest.mark.parametrize("readme", READMES)
def test_every_setting_is_documented_and_every_documented_one_exists(readme: str) -> None:
    documented = set(re.findall(r"`KLIMAMOSAIK_([A-Z_]+)`", text_of(readme)))
    assert documented == KNOWN


def test_links_between_pages_lead_somewhere() -> None:
    links = [
        (page, link)
        for page in PAGES
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    ]
    assert links
    broken = [(page.name, link) for page, link in links if not (page.parent / link).exists()]
    assert not broken


@pytest.mark.parametrize("name", sorted(command_names()))
def test_every_command_explains_itself(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from klimamosaik.web.cli import main; main()", name, "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert name in done.stdout


@pytest.mark.parametrize("folder", ["docs/de/how-to", "docs/how-to"])
def test_options_of_measure_effect_in_the_docs_exist(folder: str) -> None:
    click = typer.main.get_command(commands())
    known = {
        option
        for parameter in click.commands["measure-effect"].params  # type: ignore[attr-defined]
        for option in parameter.opts
    }
    named = set(re.findall(r"--[a-z][a-z-]+", text_of(f"{folder}/effect_from_files.md")))
    assert len(named) > 10
    assert named <= known
