"""What all tests share: the folder of real data, if it is there."""

import gc
import os
import shutil
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as drawing
from pytest_django import DjangoDbBlocker

from klimamosaik.records.memory_cache import forget_all
from klimamosaik.web.layout import note_all_done
from tests.browser import browser as browser
from tests.browser import one_browser as one_browser
from tests.built_once import Once
from tests.demo import DEMO_AT, progress
from tests.postgres import postgres

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

ANEW = "DRAW_ANEW"  # set in the environment: other examples than the last time
drawing.register_profile(  # a busy machine is no fault of the code, and a run is like the next
    "untimed", deadline=None, derandomize=ANEW not in os.environ
)
drawing.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def shared_folder() -> Path | None:
    """The folder of real data beside the checkout, or None."""
    named = os.environ.get("KLIMAMOSAIK_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    return folder if (folder / "data").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; skips where it is absent."""
    folder = shared_folder()
    if folder is None:
        pytest.skip("no real data here: set KLIMAMOSAIK_SHARED to the folder that holds data/")
    return folder


@pytest.fixture(autouse=True)
def own_readings(tmp_path: Path) -> Iterator[None]:
    """Each test settles its readings in a folder of its own and remembers nothing of others.

    Passwords are hashed quickly: what makes guessing slow would be a tenth of all that tests do.
    """
    cache.clear()
    forget_all()
    translation.deactivate()  # the language a page was asked in before
    with override_settings(READINGS_DIR=tmp_path / "readings", PASSWORD_HASHERS=QUICK):
        yield


@pytest.fixture(scope="session", autouse=True)
def no_bytecode_of_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What programs in a test's own folder were compiled to is not kept: nobody runs them again."""
    yield
    if sys.pycache_prefix:
        copies = str(tmp_path_factory.getbasetemp()).lstrip(os.sep)
        shutil.rmtree(Path(sys.pycache_prefix) / copies, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Tables are made at once, as in a new installation; test_layout holds them to migrations.

    Each thread keeps its one connection, whether Playwright's loop runs in it or not: Django would
    ask in another one while it runs, and where the loop ends in the middle of a test, that one's
    open transaction would lock the tables for all tests after it.
    """
    connections._connections = threading.local()  # type: ignore[attr-defined]
    connections.databases["default"].setdefault("TEST", {})["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every migration is noted as done, so that commands find nothing to do."""
    with django_db_blocker.unblock():
        note_all_done(connections["default"])


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Builds what many tests start from once for all workers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "built-once"
    folder.mkdir(exist_ok=True)
    return Once(folder)


@pytest.fixture
def story(db: None, once: Once, monkeypatch: pytest.MonkeyPatch) -> "Story":
    """The synthetic town as the demo builds it, with its user "demo", on its day for ever."""
    from klimamosaik.web.demo.story import tell_story

    monkeypatch.setattr("django.utils.timezone.now", lambda: DEMO_AT)
    return once("synthetic town", lambda: tell_story(at=DEMO_AT, progress=progress))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL server; skips where there is none."""
    with postgres() as url:
        yield url


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with long tests come first, so that no worker is left with one while others rest."""
    slow = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Of ten thousand tests nothing is garbage: the collector rests, and looks at none later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_unconfigure() -> None:
    """At the end all is garbage: libraries complain of what is left."""
    gc.unfreeze()


NO_REAL_DATA = "no real data here"  # the only reason to skip where nothing else may


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where NOTHING_SKIPS is set, a browser or database that is missing fails the test."""
    report = yield
    if os.environ.get("NOTHING_SKIPS") and report.skipped:
        reason = str(report.longrepr)
        if NO_REAL_DATA not in reason:
            report.outcome = "failed"
            report.longrepr = f"may not be skipped here: {reason}"
    return report
