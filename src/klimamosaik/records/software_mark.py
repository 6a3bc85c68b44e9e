"""Which code makes files here: kept ones are good only as long as it is the same."""

import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

import klimamosaik


@cache
def software_mark() -> str:
    """Another one as soon as a file of ours, a library or the interpreter is another one."""
    found = sha256(sys.version.encode())
    for path in sorted(Path(klimamosaik.__file__).parent.rglob("*")):
        if path.suffix != ".pyc" and path.is_file():
            found.update(path.name.encode() + sha256(path.read_bytes()).digest())
    for name in sorted({each.name for place in sys.path for each in libraries(place)}):
        found.update(name.encode())
    return found.hexdigest()[:32]


def libraries(place: str) -> list[Path]:
    """What is installed in a folder that code is loaded from: name and version of each."""
    return list(Path(place).glob("*.dist-info"))
