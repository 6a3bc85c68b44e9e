"""The folder that is written: only what changed, nothing of others, and what is left unfinished."""

import json
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from klimamosaik.publication.site.links import ReadPage
from klimamosaik.terms.complaint import InputRejected, rejected

OWN = ".klimamosaik"  # what the export keeps for itself, inside the folder
DONE, OPEN, PAGES = "site.json", "open.jsonl", "pages"


@dataclass(frozen=True)
class NotedAnswer:
    """An address that was asked, as an unfinished export remembers it."""

    address: str
    file: str  # "" where there is nothing to keep
    page: bool = False  # HTML, kept aside until all links are known
    leads: tuple[str, ...] = ()  # addresses it leads to
    elsewhere: str = ""  # address it sent on to
    read: ReadPage | None = None  # of a page
    mark: str = ""  # of a file that need not be made again as long as it has this one


@dataclass(frozen=True)
class FinishedSite:
    """What stands in a folder since the last export that ended."""

    ags: str
    stand: str  # what its pages stand on
    files: Mapping[str, str]  # with the sum of what each holds
    marks: Mapping[str, tuple[str, str]]  # of addresses: the file, and its mark
    dead: tuple[str, ...]  # addresses pages lead to and nothing stands at


@dataclass
class SiteFolder:
    """A folder of one municipality's pages."""

    root: Path
    ags: str
    changed: list[str] = field(default_factory=list)
    same: int = 0
    written: dict[str, str] = field(default_factory=dict)  # with the sum of what each holds
    marks: dict[str, tuple[str, str]] = field(default_factory=dict)
    leftover: set[str] = field(default_factory=set)  # of an export that did not end

    @property
    def own(self) -> Path:
        """What the export keeps for itself."""
        return self.root / OWN

    def open(self) -> None:
        """Make the folder.

        Raises InputRejected where it holds anything else, or another municipality.
        """
        if self.root.exists() and not self.root.is_dir():
            raise refused_file(self.root)
        foreign = self.root.exists() and any(self.root.iterdir()) and not self.own.is_dir()
        if foreign:
            raise refused_folder(self.root)
        earlier = self.finished
        if earlier and earlier.ags != self.ags:
            raise refused_town(self.root, earlier.ags)
        (self.own / PAGES).mkdir(parents=True, exist_ok=True)

    @cached_property
    def finished(self) -> FinishedSite | None:
        """What the last finished export wrote; None where there was none."""
        try:
            row = json.loads((self.own / DONE).read_text("utf-8"))
            marks = {address: (file, mark) for address, (file, mark) in row["marks"].items()}
            dead = tuple(map(str, row["dead"]))
            return FinishedSite(row["ags"], row["stand"], dict(row["files"]), marks, dead)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def stands(self, stand: str) -> bool:
        """True where all of it is there as the last export of this very stand left it."""
        last = self.finished
        if last is None or last.stand != stand or (self.own / OPEN).exists():
            return False
        return all(self.sum_of(file) == held for file, held in last.files.items())

    def held(self, address: str) -> str:
        """The mark of the file that is there; "" where it is not as it was written."""
        if self.finished is None:
            return ""
        file, mark = self.finished.marks.get(address, ("", ""))
        return mark if file and self.sum_of(file) == self.finished.files.get(file) else ""

    def sum_of(self, file: str) -> str:
        """The sum of what a file holds; "" where there is none."""
        try:
            return summed((self.root / file).read_bytes())
        except OSError:
            return ""

    def keep(self, file: str) -> None:
        """A file stays as it is."""
        self.written[file] = self.sum_of(file)
        self.same += 1

    def write(self, file: str, content: bytes) -> None:
        """Write a file where it is not the same already, whole or not at all."""
        path, told = self.root / file, summed(content)
        before, self.written[file] = self.sum_of(file), told
        if before == told:
            self.same += 1
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(path.name + ".part")
        beside.write_bytes(content)
        beside.replace(path)
        self.changed.append(file)

    # ---- what is left of an export that did not end --------------------------------------------

    def resume(self, stand: str) -> list[NotedAnswer]:
        """What an unfinished export of the same stand has done; another stand begins anew."""
        kept = self.own / OPEN
        rows = list(whole_lines(kept.read_text("utf-8"))) if kept.is_file() else []
        answers = [noted(row["answer"]) for row in rows if "answer" in row]
        self.leftover = {file for row in rows for file in row.get("leftover", ())}
        self.leftover |= {each.file for each in answers if each.file}
        if rows and rows[0].get("stand") == stand:
            return [each for each in answers if self.taken_over(each)]
        kept.unlink(missing_ok=True)
        self.note({"stand": stand, "leftover": sorted(self.leftover)})
        return []

    def taken_over(self, answer: NotedAnswer) -> bool:
        """True where what an unfinished export made of an address is there."""
        if not answer.file or answer.page:
            return True
        self.marks |= {answer.address: (answer.file, answer.mark)} if answer.mark else {}
        self.keep(answer.file)
        return bool(self.written[answer.file])

    def remember(self, answer: NotedAnswer, page: bytes = b"") -> None:
        """Note an answer; a page is kept aside as it came."""
        if answer.mark:
            self.marks[answer.address] = answer.file, answer.mark
        if answer.page:
            (self.own / PAGES / kept_name(answer.address)).write_bytes(page)
        self.note({"answer": vars(answer)})

    def note(self, row: dict[str, object]) -> None:
        """Add a line to what an export that is cut off leaves behind."""
        with (self.own / OPEN).open("a", encoding="utf-8") as notes:
            notes.write(json.dumps(row, ensure_ascii=False, default=vars) + "\n")

    def page(self, address: str) -> str:
        """A page as it came."""
        return (self.own / PAGES / kept_name(address)).read_text("utf-8")

    def close(self, stand: str, dead: Collection[str]) -> list[str]:
        """Take away what is no longer public, and note what stands here; what was taken away."""
        earlier = self.finished
        before = set(earlier.files) if earlier else set()
        gone = sorted((before | self.leftover) - set(self.written))
        for file in gone:
            (self.root / file).unlink(missing_ok=True)
            empty_folders(self.root, (self.root / file).parent)
        files = dict(sorted(self.written.items()))
        row = FinishedSite(self.ags, stand, files, self.marks, tuple(sorted(dead)))
        (self.own / DONE).write_text(json.dumps(vars(row), indent=0), encoding="utf-8")
        (self.own / OPEN).unlink(missing_ok=True)
        shutil.rmtree(self.own / PAGES)
        return gone


def whole_lines(text: str) -> Iterator[dict[str, Any]]:
    """Rows of a file of JSON lines; the last may have been cut off in the middle."""
    for line in text.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            return


def noted(row: dict[str, Any]) -> NotedAnswer:
    """An answer as it was noted."""
    read = ReadPage.noted(row["read"]) if row["read"] else None
    return NotedAnswer(**(row | {"leads": tuple(row["leads"]), "read": read}))


def summed(content: bytes) -> str:
    """Equal for what is the same."""
    return sha256(content).hexdigest()[:32]


def kept_name(address: str) -> str:
    """The name under which a page is kept aside."""
    return sha256(address.encode()).hexdigest()[:32]


def empty_folders(root: Path, folder: Path) -> None:
    """Take away folders that hold nothing any more."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def refused_file(path: Path) -> InputRejected:
    """The refusal of a file where a folder is wanted."""
    return rejected(
        "not_a_folder",
        "{path} ist eine Datei. Bitte einen Ordner nennen, der leer ist oder noch nicht da.",
        "{path} is a file. Please name a folder that is empty or not there yet.",
        path=str(path),
    )


def refused_folder(path: Path) -> InputRejected:
    """The refusal of a folder that holds something else."""
    return rejected(
        "folder_in_use",
        "Im Ordner {path} liegt schon etwas anderes. Bitte einen leeren oder neuen Ordner nennen, "
        "damit nichts überschrieben wird.",
        "The folder {path} already holds something else. Please name an empty or new folder, so "
        "that nothing is overwritten.",
        path=str(path),
    )


def refused_town(path: Path, ags: str) -> InputRejected:
    """The refusal of a folder with another municipality's pages."""
    return rejected(
        "folder_of_another",
        "Im Ordner {path} liegen die Seiten der Gemeinde {ags}. Bitte für jede Gemeinde einen "
        "eigenen Ordner nennen.",
        "The folder {path} holds the pages of municipality {ags}. Please name a folder of its own "
        "for each municipality.",
        path=str(path),
        ags=ags,
    )
