"""`serve` is read the quick way where its words are plain: each means what the other way reads."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from klimamosaik.web import cli
from klimamosaik.web.commands import serve
from klimamosaik.web.serving import as_told
from klimamosaik.web.serving.plain_words import ServeOptions, read_plainly

PLAIN = [
    ([], ServeOptions()),
    (["--host", "0.0.0.0", "--port", "80"], ServeOptions(host="0.0.0.0", port=80)),
    (["--port=65535", "--port=8001"], ServeOptions(port=8001)),
    (["--workers", "64"], ServeOptions(workers=64)),
    (["--cluster", "tcp://dask:8786"], ServeOptions(cluster="tcp://dask:8786")),
    (
        ["--mqtt", "--mqtt-host", "::1", "--mqtt-port", "65534"],
        ServeOptions(mqtt=True, mqtt_host="::1", mqtt_port=65_534),
    ),
]
NOT_PLAIN = [
    ["--help"], ["--port", "0"], ["--port", "65536"], ["--port", "http"], ["--port"],
    ["--por", "80"], ["--workers", "65"], ["--workers", ""], ["--mqtt-port", "65535"],
    ["--mqtt=yes"], ["--no-mqtt"], ["8000"], ["--", "8000"], ["--host", "--"], ["--host", "-x"],
    ["-p", "80"], ["--port", "80.0"],
]  # fmt: skip
WORDS = st.sampled_from([
    "--host", "--port", "--workers", "--cluster", "--mqtt", "--mqtt-host", "--mqtt-port", "--help",
    "--port=80", "--workers=2", "--host=", "--mqtt-port=1", "--mqtt=1", "--", "-", "", "80", "0",
    "-5", " 7", "1_0", "65535", "localhost", "- x", "--mq", "--po=1", "²",
])  # fmt: skip


def by_command_line(words: list[str]) -> ServeOptions | None:
    """What the command line proper reads; None where it ends instead."""
    told: list[ServeOptions] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serve, "serve_as_told", told.append)
        done = CliRunner().invoke(cli.commands("serve"), ["serve", *words])
    assert bool(told) == (done.exit_code == 0 and "Usage" not in done.output)
    return told[0] if told else None


@pytest.mark.parametrize(("words", "meant"), PLAIN)
def test_plain_words_mean_the_same_by_both_ways(words: list[str], meant: ServeOptions) -> None:
    assert read_plainly(words) == meant
    assert by_command_line(words) == meant


@pytest.mark.parametrize("words", NOT_PLAIN)
def test_anything_else_is_left_to_the_command_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert read_plainly(words) is None
    assert capsys.readouterr() == ("", "")


@given(words=st.lists(WORDS, max_size=5))
def test_whatever_is_read_the_quick_way_is_read_so_by_the_other(words: list[str]) -> None:
    quick = read_plainly(words)
    assert quick is None or quick == by_command_line(words)


@pytest.mark.parametrize(("words", "meant"), PLAIN)
def test_the_command_serves_what_was_read(
    words: list[str], meant: ServeOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Served(SystemExit):
        """Nothing comes behind it."""

    def serve_it(told: ServeOptions) -> None:
        raise Served(told)

    monkeypatch.setattr(as_told, "serve_as_told", serve_it)
    monkeypatch.setattr(sys, "argv", ["klimamosaik", "serve", *words])
    with pytest.raises(Served) as served:
        cli.main()
    assert served.value.args == (meant,)


def test_help_and_mistakes_are_answered_as_ever() -> None:
    program = [sys.executable, "-c", "from klimamosaik.web.cli import main; main()", "serve"]
    told = subprocess.run([*program, "--help"], capture_output=True, text=True, check=True)
    assert "--mqtt-port" in told.stdout
    assert "[default: 8000]" in told.stdout
    assert "Speak MQTT" in told.stdout
    wrong = subprocess.run([*program, "--port", "0"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "--port" in wrong.stderr
