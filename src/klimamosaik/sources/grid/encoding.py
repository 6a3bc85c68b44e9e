"""Bytes -> characters."""

import codecs
import re

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.mojibake import repaired
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MOST_CONTROL = 0.01  # share of control characters from which on text is no text


def decode(data: bytes, hint: str | None = None) -> tuple[str, Detected]:
    """Return the text with Unix line ends, and the encoding with its reason."""
    text, fact = _hinted(data, hint) if hint else _mended(*_guessed(data))
    if len(CONTROL.findall(text[:20_000])) > MOST_CONTROL * len(text[:20_000]):
        raise rejected(
            "not_text",
            "Die Datei enthält keinen lesbaren Text. Bitte als CSV oder Excel exportieren.",
            "The file holds no readable text. Please export it as CSV or Excel.",
        )
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (text.replace("\x00", "") if "\x00" in text else text), fact


def _hinted(data: bytes, hint: str) -> tuple[str, Detected]:
    why = Text("so angegeben", "as told")
    try:
        return data.decode(hint).removeprefix("\ufeff"), Detected(hint, why)
    except (LookupError, ValueError) as error:
        raise rejected(
            "wrong_encoding",
            "Mit der Zeichenkodierung „{hint}“ ist die Datei nicht lesbar; üblich sind utf-8 und "
            "cp1252.",
            "The file cannot be read as “{hint}”; common are utf-8 and cp1252.",
            hint=hint,
        ) from error


def _mended(text: str, fact: Detected) -> tuple[str, Detected]:
    """Letters that were encoded twice, as they were meant."""
    meant = repaired(text)
    if meant == text:
        return text, fact
    why = Text(
        "Umlaute waren doppelt kodiert („Ã¤“ für „ä“) und sind wiederhergestellt",
        "umlauts were encoded twice (“Ã¤” for “ä”) and are restored",
    )
    return meant, Detected(fact.value, why)


def _guessed(data: bytes) -> tuple[str, Detected]:
    for mark, codec in BOMS:
        if data.startswith(mark):
            why = Text("die Datei beginnt mit dieser Kennung", "the file begins with its mark")
            return data.decode(codec, errors="replace"), Detected(codec, why)
    if (wide := _utf16_without_mark(data)) is not None:
        why = Text("jedes zweite Byte ist leer", "every second byte is empty")
        return data.decode(wide, errors="replace"), Detected(wide, why)
    try:
        why = Text("alle Zeichen sind gültiges UTF-8", "all characters are valid UTF-8")
        return data.decode("utf-8"), Detected("utf-8", why)
    except UnicodeDecodeError:
        if len(OF_DOS.findall(data)) > len(OF_WINDOWS.findall(data)):
            why = Text("so schreibt DOS Umlaute", "this is how DOS writes umlauts")
            return data.decode("cp850"), Detected("cp850", why)
        if len(OF_MACINTOSH.findall(data)) > len(OF_WINDOWS.findall(data)):
            why = Text(
                "so schrieben ältere Macintosh Umlaute", "this is how older Macintosh wrote umlauts"
            )
            return data.decode("mac_roman"), Detected("mac_roman", why)
        why = Text(
            "kein gültiges UTF-8; so schreibt Windows Umlaute",
            "not valid UTF-8; this is how Windows writes umlauts",
        )
        return data.decode("cp1252", errors="replace"), Detected("cp1252", why)


# ä, ö, ü within words; quotation marks of Windows have the same bytes, but stand around words.
OF_DOS = re.compile(rb"[A-Za-z][\x84\x94\x81][a-z]")
OF_MACINTOSH = re.compile(rb"[A-Za-z][\x8a\x9f\xa7][a-z]")  # ä, ü, ß; ö is a letter of Windows, too
OF_WINDOWS = re.compile(rb"[A-Za-z][\xe4\xf6\xfc\xdf][a-z]")


def _utf16_without_mark(data: bytes) -> str | None:
    head = data[:2000]
    if len(head) < 4:
        return None
    half = len(head) // 2
    if head[1::2].count(0) > 0.8 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.8 * half:
        return "utf-16-be"
    return None
