"""The mosaic, an effect and a page of the report, as the demo's pages show them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path

import typst
from django.utils.timezone import localtime
from pypdf import PdfReader

from klimamosaik.drawing.palette import Paint
from klimamosaik.drawing.scale import Size
from klimamosaik.drawing.use_over_time import spoken as spoken_use
from klimamosaik.drawing.use_over_time import use_svg
from klimamosaik.measures.models import Measure
from klimamosaik.mosaic.page import poster
from klimamosaik.pathway.queries.pathways import wall_of
from klimamosaik.places.models import Municipality
from klimamosaik.reports.energy.document import SYNTHETIC
from klimamosaik.reports.energy.pdf import report_folder, report_pdf
from klimamosaik.reports.queries.council import council_report
from klimamosaik.reports.queries.effects import effect_page
from klimamosaik.terms.text import LANGUAGES, Language, Text
from tests.demo import DEMO_AT

ASKED = Text("Was hat es gebracht?", "What did it bring?")
WORKED = "Heizungsoptimierung"  # begins the name of the measure whose effect is shown
PAGE = 2  # of the report: "at a glance"
PPI = 72  # pixels per inch: an A4 page is 595 pixels wide, an effect 1,000


@dataclass(frozen=True)
class Picture:
    """One picture and all it says, in the order in which it says it."""

    file: str  # name in the folder of pictures
    words: tuple[str, ...]
    folder: dict[str, bytes]  # what Typst sets it from; or the picture itself, under its own name
    page: int = 1

    def drawn(self) -> bytes:
        """The file's content."""
        if self.file in self.folder:
            return self.folder[self.file]
        pages = typst.compile(  # type: ignore[call-overload]  # takes a folder in memory too
            self.folder, format="png", ppi=PPI, ignore_system_fonts=True
        )
        if isinstance(pages, bytes):
            return pages
        one: bytes = pages[self.page - 1]
        return one


def pictures(town: Municipality) -> Iterator[Picture]:
    """All pictures of the synthetic town in both languages."""
    for language in LANGUAGES:
        yield mosaic(town, language)
        yield effect(town, language)
        yield report(town, language)


def mosaic(town: Municipality, language: Language) -> Picture:
    """The wall of the target's year, as it is downloaded."""
    wall = wall_of(municipality=town, year=None, at=DEMO_AT)
    svg = poster(pathway=wall, language=language, year=wall.goal.year)
    words = (unescape(word).strip() for word in re.findall(r">([^<]+)<", spoken(svg)))
    file = f"mosaic_{language}.svg"
    return Picture(file, tuple(word for word in words if word), {file: svg.encode()})


def spoken(svg: str) -> str:
    """A drawing without its style sheet."""
    return re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL)


def effect(town: Municipality, language: Language) -> Picture:
    """What a measure brought: the sentence, the number and the months."""
    measure = Measure.objects.get(municipality=town, name__startswith=WORKED)
    page = effect_page(measure)
    assert page is not None
    assert page.number is not None
    assert measure.start is not None
    [part] = page.parts
    alt = spoken_use(part.months, measure.start)
    svg = use_svg(
        part.months,
        start=measure.start,
        said=alt,
        size=Size.BROAD,
        language=language,
        ident="months",
        paint=Paint.FIXED,
    )
    said = {
        "measure": measure.name,
        "asked": ASKED.in_(language),
        "answer": page.sentences[0].in_(language),
        "number": page.number.in_(language),
        "verdict": page.total.said.text.in_(language),
        "synthetic": SYNTHETIC.in_(language),
    }
    months = (f"{m.first:%Y-%m}: {whole(m.expected)}, {whole(m.measured)}" for m in part.months)
    folder = {
        "main.typ": (Path(__file__).parent / "effect.typ").read_bytes(),
        "said.json": json.dumps(said).encode(),
        "months.svg": svg.encode(),
    }
    return Picture(f"effect_{language}.png", (*said.values(), alt.in_(language), *months), folder)


def whole(kwh: float | None) -> str:
    """An amount without its decimals, which rounding may move from machine to machine."""
    return "unknown" if kwh is None else f"{kwh:.0f}"


def report(town: Municipality, language: Language) -> Picture:
    """The page of the energy report that tells the years at a glance."""
    today = localtime(DEMO_AT).date()
    years = tuple(range(today.year - 3, today.year))
    found = council_report(municipality=town, years=years, written_on=today)
    page = PdfReader(BytesIO(report_pdf(found, language))).pages[PAGE - 1]
    words = tuple(line.strip() for line in page.extract_text().splitlines() if line.strip())
    return Picture(f"report_{language}.png", words, report_folder(found, language), PAGE)
