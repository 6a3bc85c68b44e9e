"""The report as an accessible PDF (PDF/UA-1), set by Typst with the fonts Typst ships."""

import json
from datetime import UTC, datetime
from importlib import resources

from klimamosaik.reports.energy.document import document
from klimamosaik.reports.energy.plain_data import as_data
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.terms.text import Language

STANDARD = "ua-1"


def report_pdf(report: EnergyReport, language: Language = "de") -> bytes:
    """Set the report. Same report, same pages: nothing is read from the machine or the network."""
    import typst  # only who sets a page needs it

    compiled = typst.compile(  # type: ignore[call-overload]  # takes a folder in memory too
        report_folder(report, language),
        format="pdf",
        pdf_standards=STANDARD,
        ignore_system_fonts=True,
        timestamp=int(midnight(report)),
    )
    if not isinstance(compiled, bytes):
        raise AssertionError("one file was asked for")
    return compiled


def report_folder(report: EnergyReport, language: Language) -> dict[str, bytes]:
    """Template, words and pictures: all that Typst may read, in memory."""
    filled, pictures = document(report, language)
    template = resources.files("klimamosaik.reports.energy") / "energy_report.typ"
    return {
        "main.typ": template.read_bytes(),
        "report.json": json.dumps(as_data(filled), ensure_ascii=False).encode(),
        **pictures,
    }


def midnight(report: EnergyReport) -> float:
    """Seconds since 1970 of the day the report was written: same report, same file."""
    day = report.given.written_on
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
