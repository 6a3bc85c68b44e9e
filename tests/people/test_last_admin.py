"""A town always has somebody who manages it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import postgres
from tests.web.backup.test_backup import Town


@pytest.mark.long
def test_two_who_take_each_others_role_at_once_do_not_leave_a_town_alone(tmp_path: Path) -> None:
    """SQLite lets one write after the other; PostgreSQL would let both."""
    with postgres() as url:
        town = Town(tmp_path / "town", url)
        done = subprocess.run(
            [sys.executable, "-m", "tests.people.last_admin_scene"],
            env=town.environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["last_admin", "1"]
