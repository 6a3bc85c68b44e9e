"""Three lines that load a figure: to be copied into Python, R or a spreadsheet."""

from dataclasses import dataclass

from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class CodeLines:
    """A few lines to copy."""

    ident: str
    name: Text
    lines: str


PYTHON = """import csv, io, urllib.request
text = io.TextIOWrapper(urllib.request.urlopen("{csv}"), encoding="utf-8", newline="")
rows = list(csv.DictReader(text))"""
R = """data <- read.csv("{csv}", fileEncoding = "UTF-8", na.strings = "")
data$period_start <- as.Date(data$period_start)
head(data[, c("period_start", "series_name", "place", "value", "unit")])"""
SPREADSHEET = Text(
    """Excel: Daten > Aus dem Web > {csv}
LibreOffice: Tabelle > Externe Verknüpfungen > {csv}
Google Tabellen: =IMPORTDATA("{csv}")""",
    """Excel: Data > From Web > {csv}
LibreOffice: Sheet > External Links > {csv}
Google Sheets: =IMPORTDATA("{csv}")""",
)


def code_for(asked: FigureAsked) -> tuple[CodeLines, ...]:
    """Lines for each program, narrowed as the page is."""
    csv = asked.address(".csv")
    return (
        CodeLines("python", Text("Python", "Python"), PYTHON.format(csv=csv)),
        CodeLines("r", Text("R", "R"), R.format(csv=csv)),
        CodeLines(
            "tabelle",
            Text("Tabellenprogramm", "Spreadsheet"),
            asked.said(SPREADSHEET.format(csv=csv)),
        ),
    )
