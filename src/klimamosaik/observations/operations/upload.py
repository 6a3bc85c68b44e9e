"""An upload that waits: its files, what was understood of them, how far the work on it is."""

import fcntl
import json
import pickle
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from klimamosaik import __version__
from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.files import Intake
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.records.exclusive_work import lock_of
from klimamosaik.records.full_disk import FULL_DISK
from klimamosaik.records.whole_files import write
from klimamosaik.sources.grid.local_file import FileData, data_of
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text

# What was understood lives as long as the classes it was written with.
UNDERSTOOD = f"understood-{__version__}"
EARLIER = f"earlier-{UNDERSTOOD}"
LOOKS, LOOK = 5, 0.02  # [s] a page that looks whether there is work holds its lock for a moment


@dataclass(frozen=True)
class StageProgress:
    """How far the work on staged files is."""

    share: float  # 0..1
    text: Text
    state: str  # "working", "ready" (to look at), "stored", "failed"
    complaints: tuple[Problem, ...] = ()


READING = StageProgress(0.0, Text("Lesen", "Reading"), "working")
NO_ROOM = StageProgress(1.0, Text("", ""), "failed", (FULL_DISK,))


@dataclass(frozen=True)
class Upload:
    """One upload: its files, what was understood of them, and how far the work is."""

    folder: Path
    ags: str
    user: int
    names: tuple[str, ...]

    @property
    def token(self) -> str:
        """What its address says."""
        return self.folder.name

    def data(self, number: int) -> bytes:
        """The bytes of a file."""
        return self.path(number).read_bytes()

    def file(self, number: int) -> FileData:
        """The same, of a large file where it lies."""
        return data_of(self.path(number))

    def path(self, number: int) -> Path:
        """Where a file waits."""
        return self.folder / f"{number}.data"

    @property
    def size(self) -> int:
        """All files together [bytes]."""
        return sum(path.stat().st_size for path in self.folder.glob("*.data"))

    @property
    def at(self) -> datetime:
        """When it was uploaded."""
        return datetime.fromtimestamp((self.folder / "upload").stat().st_mtime, UTC)

    def corrections(self, number: int) -> Corrections | None:
        """What a person corrected in a file; None before they looked."""
        path = self.folder / f"{number}.corrections"
        return Corrections.from_json(path.read_text(encoding="utf-8")) if path.exists() else None

    def correct(self, number: int, corrections: Corrections) -> None:
        """Keep corrections to a file."""
        write(self.folder / f"{number}.corrections", corrections.to_json().encode())

    @property
    def seen(self) -> bool:
        """True where there is a preview to look at."""
        return (self.folder / UNDERSTOOD).exists()

    def understood(self) -> tuple[FilePreview, ...]:
        """What was understood, without the readings; raises FileNotFoundError before that."""
        found: tuple[FilePreview, ...] = pickle.loads((self.folder / UNDERSTOOD).read_bytes())
        return found

    def keep_understood(self, files: Iterable[FilePreview]) -> None:
        """Put aside what was understood, for the page to show."""
        write(
            self.folder / UNDERSTOOD,
            pickle.dumps(tuple(each.without_readings() for each in files)),
        )

    @property
    def stored_before(self) -> bool:
        """True where the very same files are stored, and nobody said anything else of them."""
        if not self.seen or any(self.folder.glob("*.corrections")):
            return False
        return all(each.stored_at is not None for each in self.understood())

    def keep_earlier(self) -> None:
        """Put aside how the files were understood, to say what corrections change."""
        write(self.folder / EARLIER, (self.folder / UNDERSTOOD).read_bytes())

    def earlier(self) -> tuple[FilePreview, ...]:
        """How the files were understood before the last corrections; nothing before any."""
        path = self.folder / EARLIER
        found: tuple[FilePreview, ...] = pickle.loads(path.read_bytes()) if path.exists() else ()
        return found

    def taken(self) -> Intake:
        """What became of the files; raises FileNotFoundError before they are stored."""
        found: Intake = pickle.loads((self.folder / "taken").read_bytes())
        return found

    def keep_taken(self, taken: Intake) -> None:
        """Put aside what became of the files, for the page to show."""
        write(self.folder / "taken", pickle.dumps(taken))

    @property
    def progress(self) -> StageProgress:
        """How far the work is; where the note of it was cut off, it has just begun."""
        try:
            record = json.loads((self.folder / "progress").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return READING
        complaints = tuple(
            Problem(each["code"], Text(**each["text"])) for each in record["complaints"]
        )
        return StageProgress(record["share"], Text(**record["text"]), record["state"], complaints)

    @property
    def unreadable(self) -> bool:
        """True where the files were refused: there is nothing that could be stored."""
        progress = self.progress
        full = any(each.code == FULL_DISK.code for each in progress.complaints)
        return progress.state == "failed" and not self.seen and not full

    def keep_progress(self, progress: StageProgress) -> None:
        """Write down how far the work is."""
        write(self.folder / "progress", written(progress))

    def keep_no_room(self) -> None:
        """Note that the disk is full, which a full disk leaves room for: by another name only."""
        (self.folder / "no_room").replace(self.folder / "progress")

    @property
    def task(self) -> str:
        """What is or was worked on last; "" before any."""
        path = self.folder / "task"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def begin(self, task: str) -> IO[str] | None:
        """Hold the work on these files; None where somebody is at it.

        Closing what is returned ends it. The system frees it too when its holder dies, so that
        work which nobody does any more is known as such.
        """
        for _ in range(LOOKS):
            held = self.held()
            if held is not None:
                return self.begun(held, task)
            time.sleep(LOOK)
        return None

    def begun(self, held: IO[str], task: str) -> IO[str]:
        """Note what work begins; where there is no room to, it does not."""
        try:
            write(self.folder / "no_room", written(NO_ROOM))
            write(self.folder / "task", task.encode())
            self.keep_progress(READING)
        except BaseException:
            held.close()
            raise
        return held

    @property
    def at_work(self) -> bool:
        """True while somebody works on these files."""
        held = self.held()
        if held is not None:
            held.close()
        return held is None

    def held(self) -> IO[str] | None:
        """The lock of these files; None where somebody holds it."""
        return lock_of(self.folder / "lock")

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Wait until nobody else is at these files; False where they are gone by then."""
        try:
            lock = (self.folder / "lock").open("a")
        except FileNotFoundError:
            yield False
            return
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield (self.folder / "upload").exists()

    def drop_data(self) -> None:
        """Free the room of files that are stored; what became of them can still be seen."""
        for path in (*self.folder.glob("*.data"), *self.folder.glob("*.read-*")):
            path.unlink(missing_ok=True)

    @property
    def page(self) -> str:
        """The name of the page that shows these files."""
        path = self.folder / "page"
        return path.read_text(encoding="utf-8") if path.exists() else "preview"

    def keep_page(self, name: str) -> None:
        """Note that another page than the preview of readings shows these files."""
        write(self.folder / "page", name.encode())

    def discard(self) -> None:
        """Throw the files away, be they worked on or not: the work then ends with nothing."""
        gone = self.folder.with_name(f".{self.token}")  # from now on nothing is found or written
        with suppress(FileNotFoundError):  # somebody else has just thrown them away
            self.folder.replace(gone)
        shutil.rmtree(gone, ignore_errors=True)


def written(progress: StageProgress) -> bytes:
    """A progress as it is kept."""
    return json.dumps(asdict(progress)).encode()
