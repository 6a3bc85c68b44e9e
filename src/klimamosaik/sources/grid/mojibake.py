"""Letters that went through the wrong encoding once before: "ZÃ¤hler" for "Zähler"."""

import re

import polars as pl

# The bytes of a UTF-8 letter, each read as a letter of Windows; no language writes these pairs.
_BEHIND = "".join(
    bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(0x80, 0xC0)
)
TWICE = re.compile(f"[ÂÃ][{_BEHIND}]|â[{_BEHIND}]{{2}}")
FIRST = "ÂÃâ"


def repaired(text: str) -> str:
    """The text with such letters as they were meant; all others are left as they are."""
    return TWICE.sub(_meant, text) if any(letter in text for letter in FIRST) else text


def _meant(found: re.Match[str]) -> str:
    try:
        return b"".join(map(_byte, found[0])).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")  # what Windows leaves undefined


def cells_repaired(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells of text, of a table that was opened wrongly and saved again."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    broken = [name for name in texts if frame[name].str.contains(TWICE.pattern).any()]
    return frame.with_columns(
        frame[name].map_elements(repaired, return_dtype=pl.String) for name in broken
    )
