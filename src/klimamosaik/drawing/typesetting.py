"""Pages set by Typst with the fonts Typst ships; the same contents make the same file.

It is done in a process apart: Typst keeps what it has once laid out, hundreds of megabytes of a
long report, and gives it back only when its process ends.
"""

from collections.abc import Mapping

from klimamosaik.drawing.typst_pages import typst_pages
from klimamosaik.processes.operations import WorkerEnded, Workers
from klimamosaik.terms.complaint import InputRejected, rejected

STANDARD = "ua-1"  # PDF/UA-1: accessible
TYPESETTERS = Workers(loads=("typst",), together=3, waits=30)
SECONDS = 300  # a report of 512 buildings takes 10, and six times as long beside other work


def paper(files: Mapping[str, bytes], *, at: float) -> bytes:
    """Pages as PDF/UA. files: `main.typ` and all it may read; at: the file's date [s since 1970].

    Raises InputRejected where they take too long, or more memory than there is.
    """
    return _set(files, {"format": "pdf", "pdf_standards": STANDARD, "timestamp": int(at)})


def image(files: Mapping[str, bytes], *, ppi: float) -> bytes:
    """One page as PNG. files: `main.typ` and all it may read; ppi: points per inch.

    Raises InputRejected as `paper` does.
    """
    return _set(files, {"format": "png", "ppi": ppi})


def _set(files: Mapping[str, bytes], asked: dict[str, object]) -> bytes:
    try:
        return TYPESETTERS.do(typst_pages, dict(files), asked, seconds=SECONDS)
    except WorkerEnded as ended:
        raise (_too_long() if ended.late else _ended()) from ended


def _too_long() -> InputRejected:
    return rejected(
        "setting_too_long",
        "Die Datei ist nach {seconds} Sekunden nicht fertig. Bitte versuchen Sie es später noch "
        "einmal, wenn der Server weniger zu tun hat.",
        "The file is not ready after {seconds} seconds. Please try again later, when the server "
        "has less to do.",
        seconds=SECONDS,
    )


def _ended() -> InputRejected:
    return rejected(
        "setting_ended",
        "Die Datei ist nicht fertig: Was sie setzt, wurde beendet, meist weil dem Server der "
        "Arbeitsspeicher ausgeht. Bitte versuchen Sie es noch einmal; hilft das nicht, sagen Sie "
        "es dem, der den Server betreut.",
        "The file is not ready: what sets it was ended, mostly because the server runs out of "
        "memory. Please try again; if that does not help, tell whoever looks after the server.",
    )
