"""The files of deploy/ fit the software, and the guide fits the files."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from klimamosaik.web.environment import KNOWN, read_environment
from klimamosaik.web.setting_refusals import PREFIX
from tests.test_docs import command_names

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
GUIDES = ["docs/how-to/run-it.md", "docs/de/how-to/run-it.md"]
LINE = re.compile(rf"^(#?){PREFIX}([A-Z_]+)=(.*)$", re.MULTILINE)
EXPOSURE = 2.0  # systemd's own measure of what a service may still do: 0 safe, 10 unsafe


def example() -> dict[str, tuple[bool, str]]:
    """The settings of the example file: whether the line counts, and what it says."""
    found = LINE.findall((DEPLOY / "klimamosaik.env").read_text("utf-8"))
    return {name: (not hidden, value) for hidden, name, value in found}


def blocks(guide: str) -> list[str]:
    """What a guide says to type."""
    return re.findall(r"```sh\n(.*?)```", (ROOT / guide).read_text("utf-8"), re.DOTALL)


def unit() -> configparser.RawConfigParser:
    """The service, for keys that stand in it once."""
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(DEPLOY / "klimamosaik.service", "utf-8")
    return read


def test_the_example_of_settings_names_each_setting_once() -> None:
    names = [name for _, name, _ in LINE.findall((DEPLOY / "klimamosaik.env").read_text("utf-8"))]
    assert sorted(names) == sorted(KNOWN)


def test_what_stands_behind_a_hash_is_what_holds_without_the_line(tmp_path: Path) -> None:
    here = {f"{PREFIX}DATA": str(tmp_path)}
    hidden = {f"{PREFIX}{name}": text for name, (counts, text) in example().items() if not counts}
    assert len(hidden) > 10
    assert read_environment({**hidden, **here}) == read_environment(here)


def test_the_lines_that_count_are_taken(tmp_path: Path) -> None:
    given = {f"{PREFIX}{name}": text for name, (counts, text) in example().items() if counts}
    read = read_environment({**given, f"{PREFIX}DATA": str(tmp_path)})
    assert read.address == "https://klima.example.org"
    assert str(read.backup) in unit()["Service"]["ReadWritePaths"]


def test_service_and_settings_mean_the_same_folders() -> None:
    service = unit()["Service"]
    assert example()["DATA"] == (True, f"/var/lib/{service['StateDirectory']}")
    assert (service["Type"], service["TimeoutStartSec"]) == ("notify", "infinity")  # of an update
    assert service["EnvironmentFile"] == "/etc/klimamosaik.env"
    assert service["ExecStart"].rpartition(" ")[2] in command_names()
    assert service["ExecStart"].split()[0] in (DEPLOY / "klimamosaik").read_text("utf-8")


def test_systemd_takes_the_service_and_finds_little_it_may_still_do(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd here: systemd-analyze is missing (apt-get install systemd)")
    text = (DEPLOY / "klimamosaik.service").read_text("utf-8")
    here = tmp_path / "klimamosaik.service"
    here.write_text(re.sub("ExecStart=[^ ]+", f"ExecStart={sys.executable}", text))
    for words in (
        ["verify", "--man=no", str(here)],
        ["security", "--offline=yes", f"--threshold={EXPOSURE * 10:.0f}", str(here)],
    ):
        done = subprocess.run([analyze, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert not re.search("(?i)unknown|ignoring", done.stderr), done.stderr


def test_neighbours_that_are_killed_are_started_again(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd here: systemd-analyze is missing (apt-get install systemd)")
    (tmp_path / "neighbour.service.d").mkdir()
    (tmp_path / "neighbour.service").write_text("[Service]\nExecStart=/bin/true\n")
    shutil.copy(DEPLOY / "restart.conf", tmp_path / "neighbour.service.d")
    done = subprocess.run(
        [analyze, "verify", "--man=no", str(tmp_path / "neighbour.service")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    said = (DEPLOY / "restart.conf").read_text("utf-8")
    assert {"Restart=on-failure", "StartLimitIntervalSec=0"} <= set(said.splitlines())


@pytest.mark.parametrize("name", ["klimamosaik"])
def test_scripts_can_be_read_by_the_shell_and_run(name: str) -> None:
    subprocess.run(["sh", "-n", DEPLOY / name], check=True)
    assert (DEPLOY / name).stat().st_mode & 0o111 == 0o111


def test_both_guides_say_to_type_the_same() -> None:
    german, english = blocks(GUIDES[0]), blocks(GUIDES[1])
    assert len(german) > 10
    assert german == english


def test_the_shell_can_read_what_the_guide_says_to_type() -> None:
    for block in blocks(GUIDES[0]):
        subprocess.run(["bash", "-n"], input=block, text=True, check=True)


def test_every_file_the_guide_takes_from_deploy_is_there_and_none_is_forgotten() -> None:
    said = "\n".join(blocks(GUIDES[0]))
    for file in DEPLOY.iterdir():
        assert re.search(rf"\b{re.escape(file.name)}\b", said), file.name
    assert set(re.findall(r"deploy/([\w.-]+)", said)) <= {file.name for file in DEPLOY.iterdir()}


def test_settings_the_guide_names_exist() -> None:
    for guide in GUIDES:
        named = set(re.findall(rf"{PREFIX}([A-Z_]+)", (ROOT / guide).read_text("utf-8")))
        assert len(named) > 5
        assert named <= set(example())


def test_settings_stand_in_guides_as_they_stand_in_the_settings_file() -> None:
    named = 0
    for guide in (ROOT / "docs").rglob("*.md"):
        for block in re.findall(r"```ini\n(.*?)```", guide.read_text("utf-8"), re.DOTALL):
            lines = [line for line in block.splitlines() if PREFIX in line]
            named += len(lines)
            assert all(LINE.fullmatch(line) for line in lines), guide
    assert named > 10


def test_the_image_is_small_and_its_user_is_not_root() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    steps = re.findall(r"^([A-Z]+) ", text, re.MULTILINE)
    last = text.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!0|root)", last, re.MULTILINE)
    assert "/gesund/" in last.partition("HEALTHCHECK")[2]
    assert "ADD" not in steps
    assert ":latest" not in text
    for install in re.findall(r"apt-get install[^&]*&&[^&]*", text):
        assert "--no-install-recommends" in install
        assert "rm -rf /var/lib/apt/lists" in install
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)=", text))
    assert named <= set(example())


def test_the_image_is_built_in_the_form_that_keeps_its_health_check() -> None:
    guides = [DEPLOY / "Containerfile", *(ROOT / "docs").rglob("run-it.md")]
    told = [re.findall(r"podman build .*", guide.read_text("utf-8")) for guide in guides]
    assert all(told)
    assert all("--format docker" in line for lines in told for line in lines)


def test_what_the_image_copies_is_let_through_and_all_else_is_kept_out() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert ignored[0] == "*"
    copied = [
        source.rstrip("/")
        for line in re.findall(r"^COPY (?!--)(.*)$", text, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    assert len(copied) > 3
    for source in copied:
        assert f"!{source}" in ignored
        assert (ROOT / source).exists()
