"""Whether files of settled readings are what was written: their checksums, noted beside them.

`_checksums` lists a CRC-32 in hexadecimal, the size and the path of each file, as it was when it
was committed. A process looks at each file once before it reads it: 1.6 GB a second, 7 ms for a
town of 2,000 daily meters. What nobody wrote down is taken as it is.
"""

import os
import threading
import zlib
from collections.abc import Sequence
from pathlib import Path

from klimamosaik.observations.store.delta_log import TableVersion
from klimamosaik.records.damage import damaged_file

FILE = "_checksums"  # Delta Lake leaves alone what begins with a line
PIECE = 1 << 20  # [bytes] read at once
Sum = tuple[int, int]  # CRC-32 and size [bytes]

NOTED: dict[Path, tuple[tuple[int, int], dict[str, Sum]]] = {}  # by file, with its age and size
SOUND: dict[str, tuple[int, int, int]] = {}  # files looked at, as they were then
LOCK = threading.Lock()


def note(table: TableVersion) -> None:
    """Write down the files of a table that are not yet; called by who commits, one at a time."""
    known = noted(table.folder)
    paths = table.files["path"].to_list()
    fresh = [path for path in paths if path not in known]
    gone = len(known.keys() - set(paths))
    if not fresh:
        return
    sums = {path: sum_of(table.folder / path) for path in fresh}
    # files no version names any more are forgotten now and then; they may still be read for a while
    kept = known if gone <= len(paths) else {path: known[path] for path in paths if path in known}
    lines = [line(path, each) for path, each in {**kept, **sums}.items()]
    beside = table.folder / f"{FILE}.new"
    beside.write_text("".join(lines), "utf-8")
    beside.replace(table.folder / FILE)


def line(path: str, each: Sum) -> str:
    """One file as it is written down."""
    return f"{each[0]:08x} {each[1]} {path}\n"


def noted(folder: Path) -> dict[str, Sum]:
    """What is written down, by path; nothing where it cannot be read."""
    file = folder / FILE
    try:
        found = file.stat()
        age = (found.st_mtime_ns, found.st_size)
        with LOCK:
            if file in NOTED and NOTED[file][0] == age:
                return NOTED[file][1]
        sums = dict(read(each) for each in file.read_text("utf-8").splitlines())
    except (OSError, ValueError):
        return {}
    with LOCK:
        NOTED[file] = (age, sums)
    return sums


def read(text: str) -> tuple[str, Sum]:
    """One line. Raises ValueError."""
    crc, size, path = text.split(" ", 2)
    return path, (int(crc, 16), int(size))


def sum_of(path: Path) -> Sum:
    """CRC-32 and size of a file."""
    crc = size = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            crc, size = zlib.crc32(piece, crc), size + len(piece)
    return crc, size


def refuse_damaged(folder: Path, files: Sequence[str]) -> None:
    """Look at files that were not looked at before. Raises StoreDamaged, naming the first."""
    bad = damaged(folder, files)
    if bad:
        raise damaged_file(bad[0], more=len(bad) - 1)


def damaged(folder: Path, files: Sequence[str], *, anew: bool = False) -> list[str]:
    """Those that are missing, or not what was written. anew: also of those looked at before."""
    return [each for each in files if not sound(folder, each, anew=anew)]


def sound(folder: Path, file: str, *, anew: bool = False) -> bool:
    """True where a file is there and, where it is written down, as it was written."""
    try:
        found = Path(file).stat()
        mark = (found.st_ino, found.st_mtime_ns, found.st_size)
        if not anew and SOUND.get(file) == mark:
            return True
        expected = noted(folder).get(os.path.relpath(file, folder))
        well = expected is None or sum_of(Path(file)) == expected
    except FileNotFoundError:
        return False
    except OSError as error:
        raise damaged_file(file) from error
    if well:
        SOUND[file] = mark
    return well
