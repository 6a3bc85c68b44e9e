"""The folder of all data, and the key of the installation that lies in it."""

import os
import secrets
import tempfile
from pathlib import Path

from klimamosaik.web.setting_refusals import (
    KEY_EMPTY,
    KEY_UNREADABLE,
    NOT_WRITABLE,
    PREFIX,
    SettingRefused,
)


def made_folder(data: Path) -> Path:
    """Return the data folder, made where it is not there yet. Raises SettingRefused."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)  # personal data are in it
    except OSError as error:
        raise not_writable(data, error) from error
    return data


def not_writable(data: Path, error: OSError) -> SettingRefused:
    """The refusal of a data folder that takes no files."""
    return SettingRefused(
        NOT_WRITABLE.format(name=f"{PREFIX}DATA", data=str(data), error=error.strerror or "")
    )


def kept_secret_key(data: Path) -> str:
    """Return this installation's own key, made once and readable by its owner only.

    Raises SettingRefused where it cannot be made or read, or is empty.
    """
    path = data / "secret_key"
    try:
        if not path.exists():
            keep_secret_key(path)
    except OSError as error:
        raise not_writable(data, error) from error
    try:
        key = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingRefused(
            KEY_UNREADABLE.format(path=str(path), error=error.strerror or "")
        ) from error
    if not key:
        raise SettingRefused(KEY_EMPTY.format(path=str(path)))
    return key


def keep_secret_key(path: Path) -> None:
    """Put a new key in its place as a whole; where several programs start at once, one key stays.

    Who finds the file finds all of it.
    """
    handle, beside = tempfile.mkstemp(dir=path.parent)  # 600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(beside, path)
        except FileExistsError:
            pass  # another program was first
        except OSError:  # a file system without hard links
            Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)
