"""Several files in one, and what each of them is."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

from klimamosaik.terms.period import LOCAL

SMALL = (".png", ".xlsx", ".parquet")  # packed as they are: packing them again saves nothing


def packed(files: Mapping[str, bytes], at: datetime) -> bytes:
    """Files as ZIP; the same files make the same archive."""
    buffer, moment = io.BytesIO(), at.astimezone(LOCAL).timetuple()[:6]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, date_time=moment)
            info.compress_type = (
                zipfile.ZIP_STORED if name.endswith(SMALL) else zipfile.ZIP_DEFLATED
            )
            archive.writestr(info, data)
    return buffer.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files inside a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
