"""The recipes of CONTRIBUTING.md, followed in a copy of the house: what they add arrives.

Each test touches exactly the places its recipe names; a recipe that forgets one fails here.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from klimamosaik.balance.factor_files import shipped_factors
from klimamosaik.evidence.queries.prices import emissions, price
from klimamosaik.factors.queries import emission_factor
from klimamosaik.observations.models import Bill
from klimamosaik.pathway.co2e import metered_factor
from klimamosaik.pathway.queries.required_reduction import goals_of
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.reports import queries as reports
from klimamosaik.reports.energy.duty import duty
from klimamosaik.reports.energy.told import law
from klimamosaik.reports.energy.writing import Pen
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.kernel.report import energy_report
from klimamosaik.signals.unit_factors import factors_of
from klimamosaik.terms.carrier import Carrier
from klimamosaik.web.today import report_due
from tests.reports import cast

ROOT = Path(__file__).resolve().parents[1]
DUMMIES = ROOT / "tests" / "sources" / "dummies"
RECORDED = ROOT / "tests" / "recorded" / "formats"
CLI = "from klimamosaik.web.cli import main; main()"
SET_UP = """
import django
django.setup()
from django.db import connection
from django.test.utils import setup_test_environment
from klimamosaik.web.layout import lay_out_if_empty
lay_out_if_empty(connection)
setup_test_environment()
import tests.test_recipes as recipes
recipes.{name}()
"""


@dataclass
class House:
    """A copy of the house to try a recipe in."""

    root: Path
    touched: set[str] = field(default_factory=set)  # as recipes name places

    def place(self, name: str) -> Path:
        """A file by the name recipes give it; it counts as touched."""
        self.touched.add(name)
        path = self.root / ("" if name.startswith("tests/") else "src/klimamosaik") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def add(self, name: str, content: str) -> None:
        """A file that was not there."""
        path = self.place(name)
        assert not path.exists()
        path.write_text(content, encoding="utf-8")

    def put(self, name: str, before: str, new: str) -> None:
        """Text before a passage that stands once in a file."""
        path = self.place(name)
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, (name, before)
        path.write_text(text.replace(before, new + before), encoding="utf-8")

    def append(self, name: str, new: str) -> None:
        """Lines at the end of a file."""
        path = self.place(name)
        path.write_text(path.read_text(encoding="utf-8") + new, encoding="utf-8")

    def run(self, *command: str, ends: int = 0) -> str:
        """What Python says in this house; `ends` with this code."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings",
                "KLIMAMOSAIK_DATA": str(self.root / "data"),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONPATH": os.pathsep.join((str(self.root / "src"), str(ROOT))),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == ends, done.stdout + done.stderr
        return done.stdout

    def arrives(self, proof: Callable[[], None]) -> None:
        """Run a proof of this module in the copy, with an empty database."""
        self.run("-c", SET_UP.format(name=proof.__name__))


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A copy of the house."""
    shutil.copytree(
        ROOT / "src" / "klimamosaik",
        tmp_path / "src" / "klimamosaik",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    return House(tmp_path)


def steps(recipe: str) -> list[str]:
    """The numbered lines of a recipe, each with the lines that go on with it."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    chapter = text.split(f"\n### {recipe}\n", 1)[1].split("\n#", 1)[0]
    return re.findall(r"^\d+\. .*(?:\n   .*)*", chapter, flags=re.MULTILINE)


def places(recipe: str) -> set[str]:
    """The files a recipe tells to touch."""
    named = {each for step in steps(recipe) for each in re.findall(r"`([\w/.]+/[\w.]+)`", step)}
    assert named, recipe
    return named


def test_a_source_format_is_one_file_its_place_in_a_list_and_one_example(house: House) -> None:
    sample = "tests/recorded/formats/heizhaus_erfunden.wlg"
    house.add(sample, (ROOT / sample).read_text(encoding="utf-8"))
    preview = ("-c", CLI, "import", str(house.root / sample), "--dry-run")
    assert "Wärme" not in house.run(*preview, ends=2).split("Frage 1")[0]
    own = (DUMMIES / "heat_log.py").read_text(encoding="utf-8")
    own = own.replace("grid.formats import", "grid.formats.format import")
    house.add("sources/grid/formats/heat_log.py", own)
    formats = "sources/grid/formats/__init__.py"
    house.put(
        formats, "\n__all__", "from klimamosaik.sources.grid.formats.heat_log import HEAT_LOG\n"
    )
    house.put(formats, "    DELIMITED,  #", "    HEAT_LOG,\n")
    told = house.run(*preview)
    assert "W-17" in told
    assert "Wärme" in told
    assert "316 kWh" in told
    assert house.touched == places("A source format")


DUTY = """HE:
  law: {de: "§ 99 Hessisches Probegesetz", en: "section 99 of the invented act of Hesse"}
  content: {de: "Kosten je Gebäude", en: "cost of each building"}
  source: "invented"
  periods:
    - {first: 2023, last: 2025, due: 2026-12-31}
"""
TARGET = """  - state: HE
    year: 2038
    limit_t: 0
    since: 2026-01-01
    law: {de: "§ 1 Hessisches Probegesetz", en: "section 1 of the invented act of Hesse"}
    source: "invented"
    status: second-hand
"""


def test_a_states_law_is_two_rows_of_data(house: House) -> None:
    house.append("reports/data/duty_energy_report.yaml", DUTY)
    house.put("pathway/data/law.yaml", "  - state: DE\n", TARGET)
    house.arrives(proof_of_the_law)
    assert house.touched == places("A state's law")


def proof_of_the_law() -> None:
    """Report, to-do and target of a town in Hesse name its law."""
    town = Municipality.objects.create(ags="06999001", name="Probestadt", synthetic=True)
    given = cast.given()
    report = energy_report(replace(given, town=replace(given.town, state=town.state)))
    said = law(report, duty(town.state, report.years[-1]), Pen("de"))
    assert said.startswith("§ 99 Hessisches Probegesetz: Kosten je Gebäude.")
    (step,) = report_due(town, date(2026, 11, 26))
    assert "§ 99 Hessisches Probegesetz" in step.sentence.de
    (goal,) = goals_of(municipality=town)
    assert (goal.year, goal.by_law) == (2038, True)


PROPANE = """    LPG = "lpg", Text("Propan", "propane")
    HYDROGEN = "hydrogen", Text("Knallgas", "hydrogen")
"""
DELIVERY = "Monat;Rathaus Propan (kWh)\n" + "".join(
    f"{month:02}/2024;{1000 + 7 * month % 5}\n" for month in range(1, 13)
)


def test_a_carrier_is_a_line_its_words_its_factor_and_its_colour(house: House) -> None:
    carrier = "terms/carrier.py"
    house.put(carrier, "    WATER =", PROPANE)
    house.put(carrier, "Carrier.PELLETS})", "Carrier.LPG, ")
    house.put("sources/tables/vocabulary.yaml", "  water: ['wasser'", "  lpg: ['propan']\n")
    factor = "  lpg:\n    - {year: 2021, value: 239, source: nir-2023}\n"
    house.append("factors/data/emission_direct.yaml", factor)
    house.put("web/static/klimamosaik.css", ".pellets { color", ".lpg, ")
    file = house.root / "verbrauch.csv"
    file.write_text(DELIVERY, encoding="utf-8")
    town = ("--municipality", "03403000", "--name", "Oldenburg")
    assert "Propan" in house.run("-c", CLI, "import", str(file), *town)
    house.arrives(proof_of_the_carrier)
    assert house.touched == places("An energy carrier")


def proof_of_the_carrier() -> None:
    """It is metered, priced, has a factor, counts as heat in report and balance."""
    point, lpg = MeterPoint.objects.select_related("building__municipality").get(), Carrier("lpg")
    town = point.building.municipality
    assert (point.carrier, point.building.name, lpg.heats) == ("lpg", "Rathaus", True)
    span = {"first": date(2024, 1, 1), "last": date(2025, 1, 1)}
    Bill.objects.create(
        meter_point=point, start=span["first"], end=span["last"], amount=1202, quantity=12_026
    )
    assert price(point=point, **span).per_kwh == pytest.approx(0.1, rel=1e-3)
    assert emissions(carrier=lpg, year=2024).per_kwh == pytest.approx(239e-6)
    found = reports.energy_report(municipality=town, years=[2024], written_on=date(2026, 11, 26))
    heat = found.totals[0].figures
    assert heat.use[Medium.HEAT].value == pytest.approx(12_026)
    assert heat.co2[Medium.HEAT].value == pytest.approx(12_026 * 239e-6)
    counted = metered_factor(table=shipped_factors(), carrier=lpg, year=2024)
    assert counted is not None
    assert counted.per_kwh == pytest.approx(276e-6)
    assert factors_of(lpg) == factors_of(None)
    proof_of_what_nobody_knows(Carrier("hydrogen"))


def proof_of_what_nobody_knows(carrier: Carrier) -> None:
    """A carrier without factor and unknown to the balance stays unknown, and is said to be."""
    assert emission_factor(carrier=carrier, year=2024) is None
    assert emissions(carrier=carrier, year=2024).source.de == "kein Emissionsfaktor bekannt"
    assert metered_factor(table=shipped_factors(), carrier=carrier, year=2024) is None
