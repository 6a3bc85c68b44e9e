"""The code itself: style of code and templates, types, and the direction of imports."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LONGEST = 160  # [characters] of a template's line


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["lint-imports", "--no-cache"],
        ["djangofmt", "--check", "src"],
        ["djangofmt", "check", "src"],
        pytest.param(["mypy"], marks=pytest.mark.long),
    ],
    ids=lambda command: " ".join(command),
)
def test_the_code_passes(command: list[str]) -> None:
    program, *arguments = command
    done = subprocess.run(
        [str(BIN / program), *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_line_of_a_template_is_too_long_to_read() -> None:
    """The formatter breaks what can be broken; a long {% say %} becomes a {% sentence %}."""
    templates = sorted((ROOT / "src").rglob("*.html"))
    lines = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert templates
    assert not lines
