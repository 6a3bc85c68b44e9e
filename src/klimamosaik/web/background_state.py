"""How the background work is: kept in a file, for the office's page and for watchers."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from klimamosaik.records.damage import known_cause
from klimamosaik.records.exclusive_work import lock_of
from klimamosaik.records.runs import current_id
from klimamosaik.records.whole_files import write
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

FILE, LOCK = "background.json", "background.lock"
WRITING = threading.Lock()
FAILING = timedelta(minutes=15)  # a task that fails so long needs somebody


class BackgroundTask(TextEnum):
    """What is done in the background."""

    EFFECTS = "effects", Text("Wirkungen neu berechnen", "Renew effects")
    SETTLING = "settling", Text("Messwerte archivieren", "Archive readings")
    LEARNING = "learning", Text("Aus eigenen Jahren lernen", "Learn from own years")
    MARKING = "marking", Text("Messwerte und Zähler prüfen", "Look at readings and meters")
    BACKUP = "backup", Text("Sichern", "Back up")


@dataclass(frozen=True)
class TaskState:
    """How one task went."""

    done: datetime | None = None  # when it last went well
    failed: datetime | None = None  # when it last failed
    failing_since: datetime | None = None  # None where the newest run went well
    reason: str = ""  # kind of the last failure; all of it stands in the server's log
    why: Text | None = None  # what to do, where we know what failed
    run: str = ""  # id under which it stands there


@dataclass(frozen=True)
class BackgroundState:
    """What is known of the background work."""

    alive: bool
    doing: BackgroundTask | None = None
    since: datetime | None = None  # of what is being done
    tasks: dict[BackgroundTask, TaskState] = field(default_factory=dict)

    def well(self, now: datetime) -> bool:
        """True while it lives and nothing has failed for long."""
        failing = [each.failing_since for each in self.tasks.values() if each.failing_since]
        return self.alive and all(now - since < FAILING for since in failing)


def hold() -> IO[str] | None:
    """The sign of life of the background work, kept by its process; None where one has it."""
    return lock_of(Path(settings.DATA_DIR) / LOCK)


def state() -> BackgroundState:
    """How the background work is now."""
    return replace(kept(), alive=alive())


def alive() -> bool:
    """True while a process holds the sign of life; who looks makes no file."""
    if not (Path(settings.DATA_DIR) / LOCK).exists():
        return False
    lock = hold()
    if lock is None:
        return True
    lock.close()
    return False


@contextmanager
def noted(task: BackgroundTask) -> Iterator[None]:
    """Note that a task is being done, and how it ended; what it raises goes on."""
    change(lambda state: replace(state, doing=task, since=timezone.now()))
    try:
        yield
    except Exception as error:
        change(partial(ended, task=task, error=error))
        raise
    change(partial(ended, task=task, error=None))


def forget(task: BackgroundTask) -> None:
    """Forget a task that is not to be done any more."""
    if task in kept().tasks:
        change(lambda state: replace(state, tasks=without(state.tasks, task)))


def without(
    tasks: dict[BackgroundTask, TaskState], gone: BackgroundTask
) -> dict[BackgroundTask, TaskState]:
    """All tasks but one."""
    return {task: state for task, state in tasks.items() if task is not gone}


def change(how: Callable[[BackgroundState], BackgroundState]) -> None:
    """Change what is written down; a backup is made beside all else."""
    with WRITING:
        keep(how(kept()))


def after(was: TaskState, error: Exception | None) -> TaskState:
    """How a task is that went well just now, or failed, maybe again."""
    now = timezone.now()
    if error is None:
        return replace(was, done=now, failing_since=None)
    since, reason = was.failing_since or now, type(error).__name__
    why, run = sentence_of(error), current_id()
    return replace(was, failed=now, failing_since=since, reason=reason, why=why, run=run)


def sentence_of(error: Exception) -> Text | None:
    """What we say ourselves of a failure; any other may hold what nobody should read."""
    if isinstance(error, InputRejected):
        return error.complaints[0].text
    known = known_cause(error)
    return None if known is None else known.text


def ended(
    before: BackgroundState, *, task: BackgroundTask, error: Exception | None
) -> BackgroundState:
    """The whole once a task has ended; another may have begun meanwhile."""
    tasks = {**before.tasks, task: after(before.tasks.get(task, TaskState()), error)}
    if before.doing is not task:
        return replace(before, tasks=tasks)
    return replace(before, doing=None, since=None, tasks=tasks)


def keep(state: BackgroundState) -> None:
    """Write it down; a full disk shows elsewhere."""
    with suppress(OSError):
        text = json.dumps(asdict(state), default=datetime.isoformat)
        write(Path(settings.DATA_DIR) / FILE, text.encode())


def kept() -> BackgroundState:
    """What was written last; nothing known where there is none, or where it cannot be read."""
    try:
        record: dict[str, Any] = json.loads((Path(settings.DATA_DIR) / FILE).read_bytes())
        tasks = {BackgroundTask(name): task_of(each) for name, each in record["tasks"].items()}
        doing = BackgroundTask(record["doing"]) if record["doing"] else None
        return BackgroundState(False, doing, moment(record["since"]), tasks)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return BackgroundState(alive=False)


def task_of(record: dict[str, Any]) -> TaskState:
    """One task as it was written."""
    when = {name: moment(record[name]) for name in ("done", "failed", "failing_since")}
    why = Text(**record["why"]) if record.get("why") else None
    run = str(record.get("run", ""))
    return TaskState(reason=str(record["reason"]), why=why, run=run, **when)


def moment(text: str | None) -> datetime | None:
    """A moment as it was written."""
    return datetime.fromisoformat(text) if text else None
