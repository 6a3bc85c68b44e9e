"""Members of a zip, unpacked by what is really there, never by what the directory says."""

import zipfile
import zlib
from collections.abc import Iterator

from klimamosaik.sources.grid.refusals import damaged, password

STEP = 1_000_000  # bytes handed on at a time
LOCAL = b"PK\x03\x04"
HEADER = 30  # bytes of a local header before name and extra field
ENCRYPTED = 0x1


def stream(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack one member step by step; raise InputRejected as soon as it holds more than it says.

    Not `ZipFile.open`: that one stops at the size the directory names, other readers do not.
    """
    if member.flag_bits & ENCRYPTED:
        raise password()
    packed = _packed(data, member)
    steps: Iterator[bytes]
    if member.compress_type == zipfile.ZIP_STORED:
        steps = (bytes(packed[at : at + STEP]) for at in range(0, len(packed), STEP))
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        steps = _inflated(packed)
    else:
        raise damaged()
    found = 0
    for step in steps:
        found += len(step)
        if found > member.file_size:
            raise damaged()
        yield step
    if found != member.file_size:
        raise damaged()


def whole(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """All bytes of one member."""
    return b"".join(stream(data, member))


def _packed(data: bytes, member: zipfile.ZipInfo) -> memoryview:
    at = member.header_offset
    if at < 0 or data[at : at + 4] != LOCAL:
        raise damaged()
    name = int.from_bytes(data[at + 26 : at + 28], "little")
    extra = int.from_bytes(data[at + 28 : at + 30], "little")
    begin = at + HEADER + name + extra
    return memoryview(data)[begin : begin + member.compress_size]


def _inflated(packed: memoryview) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), STEP):
            rest: bytes = bytes(packed[at : at + STEP])
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, STEP)
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise damaged() from error
