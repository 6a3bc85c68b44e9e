"""How far long work is, shown on the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from klimamosaik.terms.text import Text
from klimamosaik.web.command_errors import spoken

if TYPE_CHECKING:
    from klimamosaik.sources.tables import Progress as Report


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator["Report | None"]:
    """A progress bar on standard error; nothing where a machine reads."""
    if quiet:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def report(share: float, text: Text) -> None:
            bar.update(task, completed=share, description=spoken(text))

        yield report
