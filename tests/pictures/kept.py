"""The folder of pictures: each file, what it says, and a sum that ties the two together."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.pictures.drawing import Picture

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"
WORDS = "words.json"


@dataclass(frozen=True)
class Kept:
    """What stands in the folder about one picture."""

    words: tuple[str, ...]
    sha256: str  # of the file


def keep(made: Iterable[Picture], folder: Path = FOLDER) -> dict[str, int]:
    """Write pictures and their words into the folder; the size of each [bytes]."""
    folder.mkdir(parents=True, exist_ok=True)
    told, sizes = {}, {}
    for picture in made:
        drawn = picture.drawn()
        (folder / picture.file).write_bytes(drawn)
        told[picture.file] = {"sha256": sha256(drawn).hexdigest(), "words": picture.words}
        sizes[picture.file] = len(drawn)
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (folder / WORDS).write_text(text + "\n", encoding="utf-8")
    return sizes


def kept(folder: Path = FOLDER) -> dict[str, Kept]:
    """What stands in the folder, by the name of each picture."""
    told = json.loads((folder / WORDS).read_text(encoding="utf-8"))
    return {name: Kept(tuple(one["words"]), one["sha256"]) for name, one in told.items()}
