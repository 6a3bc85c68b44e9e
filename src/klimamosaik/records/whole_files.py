"""Files that are replaced in one step: whoever reads one sees the old or the new, never a half."""

import secrets
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Replace a file in one step: who reads it sees the old or the new."""
    partly = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        partly.write_bytes(data)
        partly.replace(path)
    except OSError:
        partly.unlink(missing_ok=True)
        raise
