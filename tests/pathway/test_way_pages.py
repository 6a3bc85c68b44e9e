"""The page of the way: course, chances, milestones, earlier years, and dropping a target."""

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from klimamosaik.measures.models import Measure
from klimamosaik.pathway.models import Milestone, PastYear, Target
from klimamosaik.pathway.past_years import entered_years
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.terms.figure import Verdict
from tests.pathway.conftest import measured
from tests.pathway.test_pathway_pages import OWN_NEED, aimed, client, text

MILESTONE = {
    "scope": "town",
    "year": "2030",
    "reduction": "65",
    "base_year": "1990",
    "base_t": "1.500.000",
    "source": "Rat 7/2021",
}


def way(reader: Client, town: Municipality, query: str = "") -> str:
    return text(reader, f"/{town.ags}/minderungspfad/{query}")


def test_a_town_sees_its_way_from_its_first_balance(town: Municipality) -> None:
    page = way(client(town, Role.READER), town)
    assert "Noch keine Maßnahmen eingetragen. Ohne sie fehlen 2040 " in page
    assert "ausgeschlossen" not in page
    assert "Wahrscheinlichkeit, das Ziel" not in page
    assert page.count('class="chart broad"') == 2
    assert page.count('class="chart narrow"') == 2
    assert "Trend: Wärme" in page
    assert "Wärme: angenommen −1,3 % im Jahr" in page
    assert "gerade Linie vom Ausgangswert zum Ziel" in page
    assert "style=" not in page
    assert len(page.encode()) < 60_000


def test_every_picture_has_a_title_and_its_table(town: Municipality) -> None:
    page = way(client(town, Role.READER), town)
    pictures = re.findall(r'<svg[^>]* class="chart [^>]*>', page)
    assert len(pictures) == 4
    for picture in pictures:
        named = re.search(r'aria-labelledby="([^"]+)"', picture)
        assert named is not None
        assert f'<title id="{named[1]}">' in page
    assert page.count("Als Tabelle") == 2


def test_without_a_start_the_page_says_what_to_do(unknown_town: Municipality) -> None:
    page = way(client(unknown_town, Role.EDITOR), unknown_town)
    assert "lässt sich noch nicht zeigen" in page
    assert "Noch keine Bilanz" in page
    assert "Ziel und Minderungsbedarf eintragen" in page


def test_the_way_speaks_english(town: Municipality) -> None:
    reader = client(town, Role.READER)
    reader.post("/sprache/setlang/", {"language": "en"})
    page = way(reader, town)
    assert "No measures are entered yet. Without them" in page
    assert "ruled out" not in page
    assert "Trend: heat" in page
    assert "Wärme" not in page.split("<main")[1]


def test_a_milestone_is_entered_shown_and_dropped_with_a_question(town: Municipality) -> None:
    editor = client(town, Role.EDITOR)
    assert editor.post(f"/{town.ags}/minderungspfad/zwischenziel/", MILESTONE).status_code == 302
    milestone = Milestone.objects.get()
    assert milestone.limit_t == pytest.approx(525_000)
    assert "Zwischenziel 2030" in way(editor, town)
    address = f"/{town.ags}/minderungspfad/zwischenziel/{milestone.pk}/streichen/"
    assert "Dieses Zwischenziel entfernen?" in text(editor, address)
    assert Milestone.objects.exists()
    assert editor.post(address, {"sure": "yes"}).status_code == 302
    assert not Milestone.objects.exists()
    assert "entfernt" in way(editor, town)
    assert Milestone.history.count() == 2


def test_a_milestone_that_cannot_be_is_sent_back(town: Municipality) -> None:
    editor = client(town, Role.EDITOR)
    wrong = MILESTONE | {"base_year": "2035", "reduction": "165"}
    page = editor.post(f"/{town.ags}/minderungspfad/zwischenziel/", wrong).content.decode()
    assert not Milestone.objects.exists()
    assert "Bitte noch ändern" in page


def test_a_target_is_dropped_after_a_question_and_stays_in_the_history(
    town: Municipality,
) -> None:
    editor = client(town, Role.EDITOR)
    aimed(editor, town, year="2035")
    target = Target.objects.get()
    address = f"/{town.ags}/minderungspfad/ziel/{target.pk}/streichen/"
    asked = text(editor, address)
    assert "Dieses Ziel entfernen?" in asked
    assert "Rat 7/2024" in asked
    assert editor.post(address, {"sure": "yes"}).status_code == 302
    assert not Target.objects.exists()
    page = way(editor, town)
    assert "Gesetzliches Ziel" in page
    assert "entfernt" in page
    history = text(editor, f"/{town.ags}/verlauf/")
    assert "Ziel" in history
    assert "2035" in history


def test_earlier_years_give_a_trend_of_its_own(town: Municipality) -> None:
    editor = client(town, Role.EDITOR)
    given = {
        "use": "all",
        "years": "2012; 1.300.000\n2015; 1 220 000\n\n2018: 1150000 t\n2021\t1.080.000,5",
        "source": "Klimabericht",
    }
    assert editor.post(f"/{town.ags}/minderungspfad/jahre/", given).status_code == 302
    told = dict(PastYear.objects.values_list("year", "emissions_t"))
    assert told[2015] == 1_220_000.0
    assert "aus den Jahren 2012, 2015, 2018, 2021 (Klimabericht)" in way(editor, town)
    assert "andere Quelle anders gezählt" in way(editor, town)
    changed = PastYear.history.count()
    editor.post(f"/{town.ags}/minderungspfad/jahre/", given)
    assert PastYear.history.count() == changed
    year = PastYear.objects.get(year=2012)
    address = f"/{town.ags}/minderungspfad/jahre/{year.pk}/streichen/"
    assert "2012, Klimabericht" in text(editor, address)
    assert editor.post(address, {"sure": "yes"}).status_code == 302
    assert PastYear.objects.count() == 3


@pytest.mark.parametrize(
    ("line", "german", "english"),
    [
        ("2015; 1.250", 1250.0, 1.25),
        ("2015; 1,250", 1.25, 1250.0),
        ("2015; 0.125", 0.125, 0.125),
        ("2015 1.250.000,5", 1_250_000.5, 1_250_000.5),
        ("2015; 1'250'000 t", 1_250_000.0, 1_250_000.0),
    ],
)
def test_tonnes_are_read_by_the_marks_of_the_page(line: str, german: float, english: float) -> None:
    read = [entered_years(line, language)[0].emissions_t for language in ("de", "en")]
    assert read == [german, english]


@pytest.mark.parametrize(
    ("line", "said"),
    [("2012 viel", "Zeile 1"), ("1.300.000", "Jahr und Tonnen"), ("2012;5\n2012;6", "weiter oben")],
)
def test_an_unusable_line_is_named_and_nothing_is_stored(
    town: Municipality, line: str, said: str
) -> None:
    editor = client(town, Role.EDITOR)
    given: dict[str, Any] = {"use": "all", "years": line, "source": "Klimabericht"}
    page = editor.post(f"/{town.ags}/minderungspfad/jahre/", given).content.decode()
    assert said in page
    assert not PastYear.objects.exists()


def test_each_target_has_its_way_and_one_that_lacks_something_says_what(
    unknown_town: Municipality,
) -> None:
    editor = client(unknown_town, Role.EDITOR)
    aimed(editor, unknown_town, **OWN_NEED)
    aimed(editor, unknown_town, scope="companies", year="2035")
    assert "Der Minderungspfad bis 2035" in way(editor, unknown_town, "?ziel=companies-2035")
    assert "den Minderungsbedarf am Ziel selbst angeben" in way(editor, unknown_town)
    assert "Ohne sie fehlen 2040" in way(editor, unknown_town)
    assert "Ohne sie fehlen 2040" in way(editor, unknown_town, "?ziel=<script>")


def test_expected_measured_and_believed_stand_side_by_side(unknown_town: Municipality) -> None:
    editor = client(unknown_town, Role.EDITOR)
    aimed(editor, unknown_town, **OWN_NEED)
    measure = measured(unknown_town, "Heizung")
    given = {"low_t": "20", "likely_t": "60", "high_t": "100", "field": "heat", "reasoning": "so"}
    editor.post(f"/{unknown_town.ags}/massnahmen/{measure.pk}/erwartung/", given)
    Measure.objects.create(municipality=unknown_town, name="Nur eine Idee")
    page = way(editor, unknown_town)
    assert page.count("22,3 (17,8 bis 26,7)</td>") == 2  # the measure's one figure, and measured
    assert "60,0 (20,0 bis 100)" in page or "60,0 (20,0 bis 100,0)" in page
    assert "Als wahrscheinlich eingetragen: 60,0 t; 22,3 t sind gemessen." in page
    assert "Davon 20,0 t CO₂ direkt" in page
    assert re.search(
        r"22,3 t werden 2040 zu [\d,]+ t, weil dort die Erwartung zu \d % mitzählt", page
    )
    assert "Nur eine Idee" in page


@pytest.mark.parametrize("rest", ["zwischenziel/", "jahre/"])
def test_only_who_edits_may_change_the_way(town: Municipality, rest: str) -> None:
    address = f"/{town.ags}/minderungspfad/{rest}"
    assert client(town, Role.READER).get(address).status_code == 403
    assert client(town, Role.EDITOR).get(address).status_code == 200


def test_the_document_tells_course_milestones_budget_and_sensitivity(town: Municipality) -> None:
    editor = client(town, Role.EDITOR)
    aimed(editor, town)
    editor.post(f"/{town.ags}/minderungspfad/zwischenziel/", MILESTONE)
    document = json.loads(text(editor, f"/{town.ags}/mosaik/pfad.json"))
    (target,) = document["targets"]
    assert target["course"]["years"] == list(range(2022, 2041))
    assert target["course"]["trend"]["low_t"][-1] < target["course"]["trend"]["mean_t"][-1]
    (milestone,) = target["milestones"]
    assert milestone["limit_t"] == pytest.approx(525_000)
    assert milestone["probability"] is None  # no measure, no chance to tell
    assert target["budget"]["straight_line"] is True
    assert target["budget"]["spent_mean_t"] > target["budget"]["allowed_t"]
    first, second = target["sensitivity"][:2]
    assert (first["what"]["en"], first["kind"]) == ("balance of the first year", "start")
    assert (second["what"]["en"], second["kind"]) == ("Trend: electricity", "trend")


def test_what_was_measured_without_telling_from_zero_is_never_called_unmeasured(
    town: Municipality,
) -> None:
    for name in ("Rathaus", "Schule"):
        measured(town, name, saved_kwh=1_000.0, verdict=Verdict.NOT_DISTINGUISHABLE)
    reader = client(town, Role.READER)
    page = way(reader, town)
    assert "noch zählt keine: Keine Wirkung ist nachgewiesen, und eine erwartete" in page
    assert "Gemessen ist nichts" not in page
    answer = text(reader, f"/{town.ags}/wirkung/")
    assert "2 Maßnahmen, noch von keiner ist eine Wirkung nachgewiesen" in answer
    assert "gemessen, nicht von null zu unterscheiden" in answer


def test_measures_that_do_not_count_are_folded_with_their_reason(
    unknown_town: Municipality,
) -> None:
    editor = client(unknown_town, Role.EDITOR)
    aimed(editor, unknown_town, **OWN_NEED)
    measured(unknown_town, "Heizung")
    Measure.objects.create(municipality=unknown_town, name="Seilbahn")
    page = way(editor, unknown_town)
    shown, folded = page.split("Maßnahmen, die noch nicht zählen: 1</summary>")
    assert "Heizung</a>" in shown
    assert "Seilbahn" not in shown
    assert "„Seilbahn“ ist weder eine Wirkung nachgewiesen" in folded.split("</details>")[0]


def test_the_path_needed_is_a_line_in_the_picture_and_a_column_of_its_table(
    town: Municipality,
) -> None:
    page = way(client(town, Role.READER), town)
    assert page.count('stroke-dasharray="2 5"') == 3  # broad; narrow with its key
    column = re.findall(r'<td class="n">([\d.]+)</td>\s*</tr>', page.split("Als Tabelle")[1])
    values = [int(each.replace(".", "")) for each in column]
    assert len(values) > 10
    steps = [early - late for early, late in pairwise(values)]
    assert max(steps) - min(steps) <= 1  # straight, but for whole tonnes
    assert values[-1] == 0


def test_the_picture_says_in_words_what_it_shows(town: Municipality) -> None:
    page = way(client(town, Role.READER), town)
    said = re.findall(r'<title id="course[^"]*">([^<]*)', page)[0]
    assert "ginge es weiter wie bisher, im Mittel" in said
    assert "Der nötige Pfad führt gerade auf 0 t im Jahr 2040" in said
    assert said not in page.replace(f">{said}</title>", "")  # and nobody reads it twice


def test_a_probability_stands_as_ten_stones_beside_its_words(unknown_town: Municipality) -> None:
    editor = client(unknown_town, Role.EDITOR)
    aimed(editor, unknown_town, **OWN_NEED)
    assert 'class="chance"' not in way(editor, unknown_town)  # nothing counts: no probability
    measured(unknown_town, "Heizung")
    assert 'class="chance" aria-hidden="true"' in way(editor, unknown_town)


def test_emissions_stand_per_head_with_the_people_counted(unknown_town: Municipality) -> None:
    editor = client(unknown_town, Role.EDITOR)
    aimed(editor, unknown_town, **OWN_NEED)  # 1,000 t of 10,000 people
    page = way(editor, unknown_town)
    said = "Je Kopf (10.000 Einwohner, 2024): 2024 100 kg CO₂e; im Jahr 2040, ginge es weiter"
    assert said in page
    document = json.loads(text(editor, f"/{unknown_town.ags}/mosaik/pfad.json"))
    assert document["per_head"] == {
        "need_kg": pytest.approx(100), "gap_kg": pytest.approx(100),
        "inhabitants": 10_000, "year": 2024,
    }  # fmt: skip
    unknown_town.populations.all().delete()
    assert "Je Kopf: nicht bekannt, die Einwohnerzahl fehlt." in way(editor, unknown_town)
    again = json.loads(text(editor, f"/{unknown_town.ags}/mosaik/pfad.json"))
    assert again["per_head"] is None
