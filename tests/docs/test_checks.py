"""The checks run on an ordinary machine: as root, by sudo, or with what there is."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HOSTED = [".github/workflows/ci.yml", ".gitlab-ci.yml"]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs, the only ones there are: no browser, a user who is not root."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "env"):
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    put(programs, "id", "echo 1000")
    for name in (
        "initdb",
        "lowriter",
        "localc",
        "mosquitto",
        "nginx",
        "pdftoppm",
        "zbarimg",
        "java",
        "Rscript",
    ):
        put(programs, name, "true")
    (tmp_path / "vnu.jar").touch()
    return programs


def put(programs: Path, name: str, does: str) -> None:
    """A program of that machine."""
    path = programs / name
    path.write_text(f"#!{programs / 'bash'}\n{does}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def tools(machine: Path) -> subprocess.CompletedProcess[str]:
    """What `.ci/tools` does there."""
    return subprocess.run(
        [machine / "bash", ROOT / ".ci/tools"],
        env={
            "PATH": str(machine),
            "CALLED": str(machine.parent / "called"),
            "NU_CHECKER": str(machine.parent / "vnu.jar"),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def called(machine: Path) -> str:
    """What the machine's apt-get was asked for."""
    file = machine.parent / "called"
    return file.read_text() if file.exists() else ""


@pytest.mark.parametrize("browser", ["chromium", "chromium-browser", "google-chrome"])
def test_where_everything_is_there_nothing_is_installed(machine: Path, browser: str) -> None:
    put(machine, browser, "true")
    put(machine, "apt-get", 'echo "$@" >>"$CALLED"')
    assert tools(machine).returncode == 0
    assert not called(machine)


def test_a_user_with_sudo_gets_what_is_missing(machine: Path) -> None:
    put(machine, "sudo", '[ "$1" = -n ] || exit 1; shift; echo sudo >>"$CALLED"; exec "$@"')
    put(machine, "true", ":")
    put(machine, "apt-get", 'echo "$@" >>"$CALLED"')
    done = tools(machine)
    assert done.returncode == 0, done.stderr
    assert "sudo\ninstall -y -qq chromium" in called(machine)


def test_root_needs_no_sudo(machine: Path) -> None:
    put(machine, "id", "echo 0")
    put(machine, "apt-get", 'echo "$@" >>"$CALLED"')
    done = tools(machine)
    assert done.returncode == 0, done.stderr
    assert called(machine).endswith("install -y -qq chromium\n")


@pytest.mark.parametrize("there", [["apt-get"], []], ids=["no right to it", "no apt-get"])
def test_without_a_way_to_install_it_is_said_what_is_missing(
    machine: Path, there: list[str]
) -> None:
    for name in there:
        put(machine, name, 'echo "$@" >>"$CALLED"')
    done = tools(machine)
    assert done.returncode == 3
    assert done.stderr.startswith("Not here, and not to be installed")
    assert "chromium" in done.stderr
    assert not called(machine)


def test_a_failing_installation_fails_the_checks(machine: Path) -> None:
    put(machine, "id", "echo 0")
    put(machine, "apt-get", "exit 100")
    assert tools(machine).returncode == 100


def test_without_npm_it_is_said_that_the_checker_is_missing(machine: Path) -> None:
    put(machine, "chromium", "true")
    (machine.parent / "vnu.jar").unlink()
    done = tools(machine)
    assert done.returncode == 3
    assert "npm" in done.stderr


@pytest.mark.parametrize("script", ["run", "tools", "release"])
def test_scripts_of_the_checks_can_be_read_by_bash_and_run(script: str) -> None:
    path = ROOT / ".ci" / script
    subprocess.run(["bash", "-n", path], check=True)
    assert os.access(path, os.X_OK)


@pytest.mark.parametrize("name", HOSTED)
def test_hosted_checks_call_the_one_script(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    assert "bash .ci/run" in text
    assert "bash .ci/release" in text
    assert "locked.txt" in text  # what the cache goes by
    assert "pytest" not in text
