"""A PostgreSQL for tests: one that is named, or a private one started for them."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import free_port

NAMED = "KLIMAMOSAIK_TEST_POSTGRES"  # URL of a server whose user may create databases
SYSTEM_USER = "postgres"  # PostgreSQL refuses to run as root


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server; skips, with the reason, where there is none."""
    named = os.environ.get(NAMED)
    if named:
        yield named
        return
    programs = installed()
    if programs is None:
        pytest.skip(f"no PostgreSQL here: install it, or name a server in {NAMED}")
    folder = Path(tempfile.mkdtemp(prefix="klimamosaik-postgres-"))
    try:
        with running(programs, folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def installed() -> Path | None:
    """The folder of the newest PostgreSQL's programs."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


@contextmanager
def running(programs: Path, folder: Path) -> Iterator[str]:
    """A private server that keeps its data in `folder`."""
    if os.geteuid() == 0:
        shutil.chown(folder, SYSTEM_USER)
    data, port = folder / "data", free_port()
    options = f"-F -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -p {port}"
    run(
        programs / "initdb", "-D", data, "-U", SYSTEM_USER, "-A", "trust", "-E", "UTF8", "--no-sync"
    )
    run(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
    try:
        yield f"postgresql://{SYSTEM_USER}@127.0.0.1:{port}/{SYSTEM_USER}"
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def run(*command: str | Path) -> None:
    """Run one of PostgreSQL's programs, as its own user where we are root."""
    as_user = ["runuser", "-u", SYSTEM_USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*as_user, *map(str, command)],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"{command[0]} failed: {done.stderr}")
