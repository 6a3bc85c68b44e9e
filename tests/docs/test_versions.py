"""A version stands in one place; what else names it agrees; the package holds all it needs."""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.metadata import requires, version
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from klimamosaik import __version__

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
VERSIONS = re.findall(r"^## (\S+) \((.+)\)$", CHANGELOG, re.MULTILINE)


def test_the_package_takes_its_version_from_the_code() -> None:
    assert "version" not in PROJECT["project"]
    assert (ROOT / PROJECT["tool"]["hatch"]["version"]["path"]).name == "__init__.py"


def test_the_newest_part_of_the_changelog_is_about_this_version() -> None:
    assert VERSIONS[0][0] == __version__
    assert len(VERSIONS) == len(re.findall(r"^## ", CHANGELOG, re.MULTILINE))
    for _, day in VERSIONS[1:]:
        date.fromisoformat(day)


def test_every_part_of_the_changelog_says_what_kind_of_change() -> None:
    kinds = set(re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE))
    assert kinds
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    before_first_kind = re.split(r"^### ", CHANGELOG, maxsplit=1, flags=re.MULTILINE)[0]
    assert "\n- " not in before_first_kind


def test_publiccode_names_the_newest_version_and_its_day_once_it_is_out() -> None:
    told = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    out = [(version, day) for version, day in VERSIONS if day != "unreleased"]
    said = (told.get("softwareVersion"), told.get("releaseDate"))
    assert said == (out[0] if out else (None, None))


def test_the_package_holds_every_file_of_the_code(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    wheel = next(tmp_path.glob("klimamosaik-*.whl"))
    assert wheel.name.split("-")[1] == __version__
    held = set(zipfile.ZipFile(wheel).namelist())
    files = [path for path in (ROOT / "src").rglob("*") if path.is_file()]
    wanted = {path.relative_to(ROOT / "src").as_posix() for path in files if path.suffix != ".pyc"}
    assert {Path(name).suffix for name in wanted} >= {".py", ".yaml", ".html", ".css"}
    assert not wanted - held


def test_the_locked_versions_are_all_that_the_checks_need() -> None:
    pairs = [line.split("==") for line in (ROOT / ".ci/locked.txt").read_text("utf-8").split()]
    locked = {canonicalize_name(name): version for name, version in pairs}
    needed = list(needed_by_the_checks(locked))
    assert len(needed) > 60
    for each in needed:
        assert canonicalize_name(each.name) in locked, each
        assert each.specifier.contains(locked[canonicalize_name(each.name)], prereleases=True), each


def needed_by_the_checks(locked: Mapping[NormalizedName, str]) -> Iterator[Requirement]:
    """What the project and its tests need, and what that needs in turn.

    A newer package than the locked one, as a newcomer gets it, tells nothing of the locked one.
    """
    extras = PROJECT["project"]["optional-dependencies"]
    waiting = [Requirement(each) for each in PROJECT["project"]["dependencies"] + extras["test"]]
    seen = set()
    while waiting:
        needed = waiting.pop()
        if str(needed) in seen or not applies(needed, extra=""):
            continue
        seen.add(str(needed))
        own = needed.name == PROJECT["project"]["name"]  # one of its extras asks for another
        if own:
            waiting += [Requirement(each) for extra in needed.extras for each in extras[extra]]
            continue
        yield needed
        as_locked = version(needed.name) == locked.get(canonicalize_name(needed.name))
        further = [Requirement(each) for each in requires(needed.name) or [] if as_locked]
        asked = needed.extras or {""}
        waiting += [
            Requirement(str(each).partition(";")[0])
            for each in further
            if any(applies(each, extra) for extra in asked)
        ]


def applies(needed: Requirement, extra: str) -> bool:
    """Whether a requirement counts on this machine, for an extra that was asked for."""
    return needed.marker is None or needed.marker.evaluate({"extra": extra})
