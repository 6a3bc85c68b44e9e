"""The report as an accessible PDF (PDF/UA-1), set by Typst with the fonts Typst ships."""

import json
import re
from dataclasses import is_dataclass
from datetime import UTC, datetime
from importlib import resources

from klimamosaik.drawing.typesetting import paper
from klimamosaik.reports.energy.document import document
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.terms.text import Language


def report_pdf(report: EnergyReport, language: Language = "de") -> bytes:
    """Set the report. Same report, same pages: nothing is read from the machine or the network."""
    return paper(report_folder(report, language), at=midnight(report))


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


def as_data(value: object) -> object:
    """Plain data for the template; no line breaks between a number and its unit, in all texts."""
    if isinstance(value, str):
        return UNIT_AFTER.sub("\u00a0", value)
    if is_dataclass(value):
        value = vars(value)
    if isinstance(value, dict):
        return {key: each if key in AS_IT_IS else as_data(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(item) for item in value]
    return value


AS_IT_IS = ("file", "widths", "words")  # no sentences
UNIT_AFTER = re.compile(r"(?<=\d) (?=[%€]|[kMG]Wh|Tsd|Mio|t\b|kg\b|m[²³]|K·d)")
