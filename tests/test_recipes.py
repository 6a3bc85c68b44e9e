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
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from klimamosaik.agenda.others_waiting import report_due
from klimamosaik.balance.factor_files import shipped_factors
from klimamosaik.evidence.queries.prices import emissions
from klimamosaik.factors.queries import emission_factor
from klimamosaik.measures.lists.preview import preview
from klimamosaik.measures.lists.reading import GivenList
from klimamosaik.measures.lists.storing import take_in
from klimamosaik.measures.lists.workbook import workbook
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Bill
from klimamosaik.observations.queries.prices import price
from klimamosaik.pathway.co2e import metered_factor
from klimamosaik.pathway.queries.required_reduction import goals_of
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.reports.energy.report_sentences import law
from klimamosaik.reports.energy.written_figures import Pen
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.kernel.report import energy_report
from klimamosaik.reports.queries import energy as reports
from klimamosaik.reports.queries.duty import duty
from klimamosaik.signals.unit_factors import factors_of
from klimamosaik.terms.carrier import Carrier
from tests.measures.conftest import AT, measure_in, somebody
from tests.reports import cast

ROOT = Path(__file__).resolve().parents[1]
DUMMIES = ROOT / "tests" / "sources" / "dummies"
RECORDED = ROOT / "tests" / "recorded" / "formats"
pytestmark = pytest.mark.long
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
                **{name: said for name, said in os.environ.items() if not name.startswith("COV")},
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
    named = {each for step in steps(recipe) for each in re.findall(r"`([\w/.]+/[\w.<>]+)`", step)}
    assert named, recipe
    return {re.sub("[<>]", "", each) for each in named}  # `<what>`: a file that is new


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
    (line,) = report_due(town, date(2026, 11, 26))
    assert "§ 99 Hessisches Probegesetz" in line.sentence.de
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


COUNTS = '''"""How many meters each building has."""

from django.db.models import Count

from klimamosaik.places.models import Municipality


def meter_counts(*, municipality: Municipality) -> list[tuple[str, int]]:
    """Buildings by name, with their meters."""
    counted = municipality.buildings.annotate(meters=Count("meter_points"))
    return list(counted.order_by("name").values_list("name", "meters"))
'''
COUNT_VIEWS = '''"""The page of meters by building."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.reports.meter_counts import meter_counts


@municipality_page(Role.READER)
def counts(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Meters by building."""
    found = {"counts": meter_counts(municipality=municipality)}
    return render(request, "reports/meter_counts.html", found)
'''
COUNT_PAGE = """{% extends "base.html" %}
{% block title %}{% say "Zähler je Gebäude" "Meters by building" %}{% endblock %}
{% block main %}
  <h1>{% say "Zähler je Gebäude" "Meters by building" %}</h1>
  <ul>
    {% for name, meters in counts %}<li>{{ name }}: {{ meters }}</li>{% endfor %}
  </ul>
{% endblock main %}
"""


def test_a_report_is_what_it_says_a_view_a_page_and_an_address(house: House) -> None:
    house.add("reports/meter_counts.py", COUNTS)
    house.add("reports/meter_count_views.py", COUNT_VIEWS)
    house.add("reports/templates/reports/meter_counts.html", COUNT_PAGE)
    address = '    path("zaehlerzahl/", meter_count_views.counts, name="meter_counts"),\n'
    house.put("reports/urls.py", '    path("bericht/", ', address)
    views = 'meter_count_views = LaterViews("klimamosaik.reports.meter_count_views")\n'
    house.put("reports/urls.py", 'views = LaterViews("klimamosaik.reports.views', views)
    stop = '    Stop("meter_counts", Text("Zählerzahl", "Meter counts")),\n'
    house.put("web/context.py", '    Stop("report", ', stop)
    house.arrives(proof_of_the_report)
    assert house.touched == places("A report")


def proof_of_the_report() -> None:
    """A reader finds it in the navigation, in both languages; a stranger is asked who it is."""
    town = Municipality.objects.create(ags="03999001", name="Probestadt", synthetic=True)
    hall = Building.objects.create(municipality=town, name="Rathaus")
    MeterPoint.objects.create(building=hall, carrier=Carrier.GAS, name="Gas")
    address = "/03999001/zaehlerzahl/"
    assert Client().get(address).status_code == 302
    _, reader = somebody(town, Role.READER)
    for language, title in (("de", "Zähler je Gebäude"), ("en", "Meters by building")):
        page = reader.get(address, headers={"accept-language": language}).content.decode()
        assert f"<h1>{title}</h1>" in page
        assert "<li>Rathaus: 1</li>" in page
        assert f'href="{address}"' in page


BENEFIT = """    benefits = models.TextField(
        said("Nutzen für die Menschen", "benefits for people"), blank=True
    )
"""
BENEFIT_SHOWN = """      <dt>{% say "Nutzen für die Menschen" "Benefits for people" %}</dt>
      <dd>{{ measure.benefits }}</dd>
"""
MIGRATE = (
    "import django; django.setup(); from django.core.management import call_command; "
    "call_command('makemigrations', 'measures', name='benefits', verbosity=0)"
)


def test_a_field_of_a_measure_is_a_column_in_form_history_and_excel_list(house: House) -> None:
    house.put("measures/models/measure.py", "    fields_of_action = ", BENEFIT)
    house.run("-c", MIGRATE)
    assert "benefits" in house.place("measures/migrations/0007_benefits.py").read_text("utf-8")
    house.put("measures/forms/basics.py", '"fields_of_action", "registers"', '"benefits", ')
    shown = '{% include "parts/field.html" with field=form.benefits %}\n    '
    form = "measures/templates/measures/basics_form.html"
    house.put(form, '{% include "parts/field.html" with field=form.fields_of_action %}', shown)
    page, before = "measures/templates/measures/register.html", "      {% if measure.obstacles %}"
    house.put(page, before, BENEFIT_SHOWN)
    lists = "sources/measure_lists/"
    named = '    BENEFITS = "benefits", Text("Nutzen für die Menschen", "benefits for people")\n'
    house.put(lists + "roles.py", '    OBSTACLES = "', named)
    house.put(lists + "vocabulary.yaml", "  obstacles: [", "  benefits: ['nutzen', 'benefit']\n")
    house.put(lists + "listed.py", "    obstacles: str", "    benefits: str | None = None\n")
    read = "        benefits=reader.text(line, ListRole.BENEFITS),\n"
    house.put(lists + "rows.py", "        obstacles=", read)
    taken = '        "benefits": listed.benefits,\n'
    house.put("measures/lists/drafting.py", '        "obstacles": ', taken)
    house.put("measures/lists/workbook_pages.py", "ListRole.OBSTACLES, ", "ListRole.BENEFITS, ")
    house.put("measures/lists/workbook_pages.py", "measure.obstacles, ", "measure.benefits, ")
    house.arrives(proof_of_the_field)
    assert house.touched == places("A field of a measure")


def proof_of_the_field() -> None:
    """Typed into the form it is kept, shown, in the history, and goes out and in by Excel."""
    town = Municipality.objects.create(ags="03999001", name="Probestadt", synthetic=True)
    measure = measure_in(town)
    _, editor = somebody(town, Role.EDITOR)
    address = f"/03999001/massnahmen/{measure.pk}/"
    form = editor.get(address + "grundlagen/")
    assert 'name="benefits"' in form.content.decode()
    given = {key: value for key, value in form.context["form"].initial.items() if value}
    told: dict[str, Any] = {"benefits": "Schatten am Markt"}
    given |= told
    assert editor.post(address + "grundlagen/", given).status_code == 302
    assert "<dd>Schatten am Markt</dd>" in editor.get(address + "register/").content.decode()
    history = unescape(editor.get(address + "verlauf/").content.decode())
    assert "Nutzen für die Menschen" in history
    assert "Schatten am Markt" in history
    book = workbook(municipality=town)
    Measure.objects.update(**dict.fromkeys(told, ""))
    plan = preview(municipality=town, files=[GivenList("liste.xlsx", book)], at=AT)
    take_in(plan=plan, by=None, at=AT)
    assert Measure.objects.filter(**told).exists()
