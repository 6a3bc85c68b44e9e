"""The doors that write something for people to take along."""

from pathlib import Path

from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.reports.energy.as_json import report_json
from klimamosaik.reports.energy.pdf import report_pdf
from klimamosaik.reports.energy.spreadsheet import report_workbook
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Language

FORMATS = ("pdf", "xlsx", "json")
KEPT = 3600  # [s] a file is held
# Beside each file the report it is of: as long as it is held, its id is no other report's.
FILES = HeldResults[tuple[EnergyReport, bytes]](most=4, seconds=KEPT)


def report_bytes(*, report: EnergyReport, format: str, language: Language = "de") -> bytes:
    """The report as a file's content; of the same report it is written once.

    Raises InputRejected for a format there is not.
    """
    name = f"{id(report)}-{format}-{language}"
    return FILES.once(name, lambda: (report, file_of(report, format, language)))[1]


def file_of(report: EnergyReport, format: str, language: Language) -> bytes:
    """The file, written anew. Raises InputRejected for a format there is not."""
    if format == "pdf":
        return report_pdf(report, language)
    if format == "xlsx":
        return report_workbook(report, language)
    if format == "json":
        return report_json(report)
    raise unknown_format(format)


def write_report(*, report: EnergyReport, path: Path, language: Language = "de") -> Path:
    """Write the report in the format of the path's ending; a half-written file never stays.

    Raises InputRejected for another ending or where the path cannot be written.
    """
    content = report_bytes(report=report, format=format_of(path), language=language)
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise rejected(
            "not_writable",
            "{path} kann nicht geschrieben werden ({strerror}): Nennen Sie einen Ordner, den es "
            "gibt und in den Sie schreiben dürfen.",
            "{path} cannot be written ({strerror}): name a folder that exists and that you may "
            "write to.",
            path=path,
            strerror=error.strerror,
        ) from error
    return path


def format_of(path: Path) -> str:
    """The format a file's ending names. Raises InputRejected for any other."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise unknown_format(ending)
    return ending


def unknown_format(format: str) -> Exception:
    """The refusal for a format there is not."""
    allowed = ", ".join(f".{name}" for name in FORMATS)
    return rejected(
        "unknown_format",
        "Die Endung „{format}“ ist kein Format des Berichts; möglich sind {allowed}.",
        "The ending “{format}” is no format of the report; possible are {allowed}.",
        format=format,
        allowed=allowed,
    )
