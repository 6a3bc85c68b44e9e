"""Uploaded files wait here between preview and store, under a name nobody can guess."""

import json
import pickle
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from klimamosaik.observations.corrections import Corrections
from klimamosaik.observations.intake import Intake
from klimamosaik.observations.understanding import Understood
from klimamosaik.terms.complaint import Complaint, Refused
from klimamosaik.terms.text import Text

WAITS = 24 * 3600  # [s] until files nobody stored are thrown away
TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")
ENDINGS = (".csv", ".txt", ".tsv", ".json", ".xlsx", ".xls", ".ods", ".gz", ".zip")


@dataclass(frozen=True)
class Progress:
    """How far the work on staged files is."""

    share: float  # 0..1
    text: Text
    state: str  # "working", "ready" (to look at), "stored", "failed"
    complaints: tuple[Complaint, ...] = ()


@dataclass(frozen=True)
class Stage:
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
        return (self.folder / f"{number}.data").read_bytes()

    @property
    def size(self) -> int:
        """All files together [bytes]."""
        return sum((self.folder / f"{n}.data").stat().st_size for n in range(len(self.names)))

    def corrections(self, number: int) -> Corrections | None:
        """What a person corrected in a file; None before they looked."""
        path = self.folder / f"{number}.corrections"
        return Corrections.from_json(path.read_text(encoding="utf-8")) if path.exists() else None

    def correct(self, number: int, corrections: Corrections) -> None:
        """Keep corrections to a file."""
        write(self.folder / f"{number}.corrections", corrections.to_json().encode())

    def understood(self) -> tuple[Understood, ...]:
        """What was understood, without the readings; raises FileNotFoundError before that."""
        found: tuple[Understood, ...] = pickle.loads((self.folder / "understood").read_bytes())
        return found

    def keep_understood(self, files: Iterable[Understood]) -> None:
        """Put aside what was understood, for the page to show."""
        write(
            self.folder / "understood",
            pickle.dumps(tuple(each.without_readings() for each in files)),
        )

    def keep_earlier(self) -> None:
        """Put aside how the files were understood, to say what corrections change."""
        shutil.copyfile(self.folder / "understood", self.folder / "earlier")

    def earlier(self) -> tuple[Understood, ...]:
        """How the files were understood before the last corrections; nothing before any."""
        path = self.folder / "earlier"
        found: tuple[Understood, ...] = pickle.loads(path.read_bytes()) if path.exists() else ()
        return found

    def taken(self) -> Intake:
        """What became of the files; raises FileNotFoundError before they are stored."""
        found: Intake = pickle.loads((self.folder / "taken").read_bytes())
        return found

    def keep_taken(self, taken: Intake) -> None:
        """Put aside what became of the files, for the page to show."""
        write(self.folder / "taken", pickle.dumps(taken))

    @property
    def progress(self) -> Progress:
        """How far the work is."""
        record = json.loads((self.folder / "progress").read_text(encoding="utf-8"))
        complaints = tuple(
            Complaint(each["code"], Text(**each["text"])) for each in record["complaints"]
        )
        return Progress(record["share"], Text(**record["text"]), record["state"], complaints)

    def keep_progress(self, progress: Progress) -> None:
        """Write down how far the work is."""
        write(self.folder / "progress", json.dumps(asdict(progress)).encode())

    def discard(self) -> None:
        """Throw the files away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def write(path: Path, data: bytes) -> None:
    """Replace a file in one step: who reads it sees the old or the new."""
    partly = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    partly.write_bytes(data)
    partly.replace(path)


def stage(
    *, root: Path, ags: str, user: int, files: Iterable[tuple[str, Iterable[bytes]]], limit_mb: int
) -> Stage:
    """Keep uploaded files until a person decides.

    files: name and chunks of bytes of each. Raises Refused for a type or size that is not taken;
    then nothing is kept.
    """
    sweep(root)
    folder = root / secrets.token_urlsafe(24)
    folder.mkdir(parents=True, mode=0o700)
    names: list[str] = []
    room = limit_mb * 1_000_000
    try:
        for name, chunks in files:
            check_name(name)
            room -= keep(folder / f"{len(names)}.data", chunks, room=room, limit_mb=limit_mb)
            names.append(name)
        if not names:
            raise Refused([NO_FILE])
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    record = {"ags": ags, "user": user, "names": names}
    write(folder / "upload", json.dumps(record).encode())
    kept = Stage(folder, ags, user, tuple(names))
    kept.keep_progress(Progress(0.0, Text("Lesen", "Reading"), "working"))
    return kept


def keep(path: Path, chunks: Iterable[bytes], *, room: int, limit_mb: int) -> int:
    """Write chunks as they come; returns their size [bytes]."""
    size = 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > room:
                raise Refused([too_large(limit_mb)])
            file.write(chunk)
    return size


def check_name(name: str) -> None:
    """Refuse what is surely no table."""
    if not name.casefold().endswith(ENDINGS):
        raise Refused(
            [
                Complaint(
                    "wrong_type",
                    Text(
                        f"„{name}“ ist keine Tabelle. Genommen werden CSV, Excel (xlsx, xls), "
                        "Text und JSON, auch gepackt (gz, zip).",
                        f"“{name}” is no table. Taken are CSV, Excel (xlsx, xls), text and "
                        "JSON, packed (gz, zip) too.",
                    ),
                )
            ]
        )


def too_large(limit_mb: int) -> Complaint:
    """The files are larger than this installation takes."""
    return Complaint(
        "too_large",
        Text(
            f"Die Dateien sind zusammen größer als {limit_mb} MB. Teilen Sie sie auf, etwa nach "
            "Jahren, oder laden Sie sie gepackt (gz) hoch.",
            f"Together the files are larger than {limit_mb} MB. Split them, by year say, or "
            "upload them packed (gz).",
        ),
    )


NO_FILE = Complaint(
    "no_file",
    Text("Bitte wählen Sie mindestens eine Datei.", "Please choose at least one file."),
)


def staged(*, root: Path, token: str, ags: str, user: int) -> Stage | None:
    """An upload of this person for this municipality; None where there is none any more."""
    if not TOKEN.fullmatch(token) or not (root / token / "upload").exists():
        return None
    record = json.loads((root / token / "upload").read_text(encoding="utf-8"))
    if (record["ags"], record["user"]) != (ags, user):
        return None
    return Stage(root / token, ags, user, tuple(record["names"]))


def sweep(root: Path) -> None:
    """Throw away what nobody stored for WAITS."""
    if not root.exists():
        return
    for folder in root.iterdir():
        if time.time() - folder.stat().st_mtime > WAITS:
            shutil.rmtree(folder, ignore_errors=True)
