"""The browser of a test run: one for all tests, started anew where one of them killed it."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")  # Debian's, Ubuntu's, a hosted machine's
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ANSWERED = 10  # seconds: what a browser still asked for is answered by then


class OneBrowser:
    """The Chromium of this machine, as long as it lives; then another one."""

    def __init__(self, chromium: str) -> None:
        """Nothing is started yet."""
        self.chromium = chromium
        self.open = ExitStack()
        self.started: tuple[Playwright, Browser] | None = None

    def alive(self) -> "Browser | None":
        """The one that runs; None where it or its driver does not answer."""
        from playwright.sync_api import Error

        if self.started is None:
            return None
        driver, browser = self.started
        try:
            driver.request.new_context().dispose()  # what it has to tell comes with the answer
        except Error:
            return None
        return browser if browser.is_connected() else None

    def ready(self) -> "Browser":
        """The one that runs; where none does, a new one with a new driver."""
        from playwright.sync_api import sync_playwright

        running = self.alive()
        if running is None:
            self.close()
            driver = self.open.enter_context(sync_playwright())
            running = driver.chromium.launch(executable_path=self.chromium, args=ARGUMENTS)
            self.started = (driver, running)
        return running

    def close(self) -> None:
        """End it and its driver, whatever is left of them."""
        running = self.alive()
        if running is not None:
            running.close()
        self.open.close()
        self.started = None


@pytest.fixture(scope="session")
def one_browser() -> Iterator[OneBrowser]:
    """The browser of this run, not started yet; skips where it or Playwright is missing."""
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        pytest.skip("no browser here: Chromium is missing (apt-get install chromium)")
    pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    # Playwright keeps a loop running in this thread; the database is asked in it all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    kept = OneBrowser(chromium)
    yield kept
    kept.close()


@pytest.fixture
def browser(one_browser: OneBrowser) -> "Iterator[Browser]":
    """A browser that runs; what a test leaves open in it, or asks while it dies, ends with it."""
    before = set(threading.enumerate())
    yield one_browser.ready()
    running = one_browser.alive()
    left = running.contexts if running else []
    for context in left:
        context.close()
    if left or running is None:
        wait_for_answers(set(threading.enumerate()) - before)


def wait_for_answers(threads: set[threading.Thread]) -> None:
    """Wait until the test's own server has answered: only then the tables may be emptied.

    What another test's server left waiting for a client that is gone is not waited for.
    """
    for thread in threads:
        if "process_request_thread" in thread.name:
            thread.join(ANSWERED)
