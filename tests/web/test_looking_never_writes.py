"""Who looks changes nothing: every address of the site is read, and no table is written to."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from klimamosaik.alarms.feed import feed_token
from klimamosaik.alarms.models import Trouble, TroubleRule
from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.evidence.operations import outdated
from klimamosaik.measures.models import AdaptationTarget, CostLine, Indicator, Measure, Task
from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.pathway.models import Milestone, PastUse, PastYear, Target
from klimamosaik.people.models import Membership, Organisation, Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.planning.candidates import PlanQuery
from klimamosaik.planning.models import Dependence, Selection, Tie
from klimamosaik.planning.operations import ask_for_selection, work_out
from klimamosaik.streams.models import DataSource, SourceKind, SourceSeries, TakenFile
from klimamosaik.terms.period import LOCAL
from klimamosaik.web.demo.story import Story
from tests.web.conftest import logged_in
from tests.web.test_no_commands import COMMAND, shown

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NOW = datetime(2026, 11, 22, 9, tzinfo=LOCAL)
YEAR = 2025
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE)
ELSEWHERE = {  # addresses that are not read here, and why
    "login": "logging in opens a session",
    "new_password_chosen": "the link of a mail is kept in the session",
    "sign_on": "leads to the town's provider; tests/people/sign_on",
    "signed_on": "comes from the town's provider; tests/people/sign_on",
    "ended_there": "the provider ends a session; it takes a POST",
    "logout": "logging out ends a session; it takes a POST",
    "sensorthings": "belongs to no town; tests/sensorthings reads it",
    "uplink": "takes messages in; it takes a POST",
    "feedback_answered": "notes an answer; it takes a POST",
    "set_language": "the language is kept in a cookie; it takes a POST",
}
ESTIMATED = "03403000"  # a town of the demo with a balance


@pytest.fixture
def story(story: Story) -> Story:
    """The demo, and then everything that makes its effects older than their data."""
    town, user = story.municipality, User.objects.get(username="demo")
    wish = PlanQuery(2027, 2032, 400_000.0, None)
    work_out(selection=ask_for_selection(municipality=town, wish=wish, by=user, at=NOW))
    PastYear.objects.create(
        municipality=town, year=2019, use=PastUse.ALL, emissions_t=1.0, source="erfunden"
    )
    one, other = Measure.objects.filter(municipality=town)[:2]
    Dependence.objects.create(measure=one, other=other, tie=Tie.NEEDS)
    Trouble.objects.create(
        municipality=town, rule=TroubleRule.LEAK.value, since=NOW, noticed_at=NOW
    )
    Measure.objects.filter(name__startswith="Heizungsoptimierung").update(end="2026-06-01")
    listened_to(town)
    assert outdated(town)
    return story


def listened_to(town: Municipality) -> None:
    """A source with a counter, and a folder with a file."""
    told = {"municipality": town, "promised_every": timedelta(hours=1), "added_at": NOW}
    pushed = DataSource.objects.create(kind=SourceKind.PUSH, name="Netz", **told)
    stream = Datastream.objects.filter(meter_point__isnull=False).earliest("pk")
    SourceSeries.objects.create(
        source=pushed, key="a/b", datastream=stream, first_seen=NOW, last_seen=NOW
    )
    TakenFile.objects.create(
        source=DataSource.objects.create(kind=SourceKind.FOLDER, name="Ordner", **told),
        name="a.edi",
        size=1,
        changed=1,
        seen_at=NOW,
    )


def person(role: Role) -> Client:
    """Somebody with a role in every municipality, logged in."""
    user = User.objects.create_user(f"a-{role.value}")
    for town in Municipality.objects.all():
        Membership.objects.create(user=user, municipality=town, role=role)
    return logged_in(user)


STRANGERS = "klimamosaik.publication.public.urls"


def routes() -> Iterator[str]:
    """The name of each address."""
    patterns: list[Any] = list(get_resolver().url_patterns)
    while patterns:
        pattern = patterns.pop()
        inner = getattr(pattern, "url_patterns", None)
        module = getattr(pattern, "urlconf_name", None)
        if getattr(module, "__name__", "") == STRANGERS:
            continue  # tests/publication walks those
        if inner is not None:
            patterns += inner
        else:
            yield pattern.name


def uploaded(client: Client, town: Municipality, route: str, file: tuple[str, bytes]) -> str:
    """Upload a file and return the token its preview stands under."""
    name, data = file
    answer = client.post(
        reverse(route, args=[town.ags]),
        {each: SimpleUploadedFile(name, data) for each in ("files", "table")},
    )
    assert answer.status_code == 302, (route, answer.content.decode()[:500])
    return answer["Location"].rstrip("/").rpartition("/")[2]


OF_A_MEASURE = (
    "effect", "effect_json", "expectation", "measure_basics", "measure_edit", "rollout",
    "measure_after_funding", "measure_history",
    "measure_register", "measure_step", "measure_stop", "task_new",
)  # fmt: skip
OF_A_YEAR = ("balance_year", "balance_json", "balance_grid", "balance_plants", "balance_prices")
OF_A_PLAN = ("selection", "selection_json", "selection_xlsx", "selection_again")
OF_NO_TOWN = (
    "start", "setup", "account", "health", "own_email", "second_factor", "second_factor_code",
    "lost_password", "lost_password_sent",
)  # fmt: skip
TABLE = b"Datum;Strom Rathaus kWh\n01.01.2025;10\n02.01.2025;11\n03.01.2025;12\n"
MEASURES = b"Nr.;Massnahme;Handlungsfeld\nM1;Radwege bauen;Verkehr\nM2;Dach decken;Strom\n"


def parts(client: Client, town: Municipality) -> dict[str, dict[str, Any]]:
    """By route what stands in its address beside the municipality."""
    measure = Measure.objects.get(name__startswith="Heizungsoptimierung")
    line, task = CostLine.objects.earliest("pk"), Task.objects.earliest("pk")
    indicator, point = Indicator.objects.earliest("pk"), MeterPoint.objects.earliest("pk")
    building = Building.objects.earliest("pk")
    effect = MeasuredEffect.objects.filter(meter_point__isnull=False).earliest("pk")
    sheet = client.get(f"/{town.ags}/bilanz/tabelle.xlsx").content
    token = uploaded(client, town, "upload", ("Strom.csv", TABLE))
    told: dict[str, dict[str, Any]] = {
        "adaptation_target": {"target_id": AdaptationTarget.objects.earliest("pk").pk},
        "balance_item": {"year": 2021, "code": "households-gas"},
        "balance_preview": {"token": uploaded(client, town, "balance_upload", ("t.xlsx", sheet))},
        "building": {"pk": building.pk},
        "building_edit": {"pk": building.pk},
        "doubtful": {"pk": point.pk},
        "settle_doubt": {"pk": point.pk},
        "confirmed_take_back": {"pk": point.pk, "said_id": 1},
        "delivery_undo": {"seq": Delivery.objects.latest("seq").seq},
        "effect_why": {"pk": effect.pk},
        "figure_why": {"pk": building.pk, "year": YEAR, "medium": "electricity"},
        "indicator_value": {"pk": indicator.measure_id, "indicator_id": indicator.pk},
        "list_preview": {"token": uploaded(client, town, "list_upload", ("Liste.csv", MEASURES))},
        "list_undo": {"pk": 1},
        "expectations_undo": {"pk": 1},
        "measure_row": {"pk": line.measure_id, "kind": "kosten", "row_id": line.pk},
        "measure_row_new": {"pk": measure.pk, "kind": "kosten"},
        "measure_happened": {
            "pk": effect.assessment.measure_id,
            "point_id": effect.meter_point_id,
        },
        "measure_happened_back": {"pk": effect.assessment.measure_id, "happened_id": 1},
        "one_series": {"pk": Datastream.objects.filter(meter_point=point).earliest("pk").pk},
        "trouble": {"pk": Trouble.objects.earliest("pk").pk},
        "trouble_edit": {"pk": Trouble.objects.earliest("pk").pk},
        "trouble_feed": {"token": feed_token(User.objects.get(username="demo"), town)},
        "meter_point_edit": {"pk": point.pk},
        "meter_readings": {"pk": point.pk},
        "meter_direction": {"pk": point.pk},
        "milestone_drop": {"pk": Milestone.objects.earliest("pk").pk},
        "organisation": {"pk": Organisation.objects.earliest("pk").pk},
        "organisation_edit": {"pk": Organisation.objects.earliest("pk").pk},
        "past_drop": {"pk": PastYear.objects.earliest("pk").pk},
        "person_change": {"pk": Membership.objects.earliest("pk").pk},
        "preview": {"token": token},
        "preview_back": {"token": token},
        "publishing_preview": {"code": "mosaic:"},
        "report_file": {"ending": "json"},
        "council_paper": {"pk": measure.pk, "ending": "txt"},
        "source": {"pk": DataSource.objects.earliest("pk").pk},
        "source_change": {"pk": DataSource.objects.earliest("pk").pk},
        "source_remove": {"pk": DataSource.objects.earliest("pk").pk},
        "source_counter": {"pk": SourceSeries.objects.earliest("pk").pk},
        "source_file_answer": {"pk": TakenFile.objects.earliest("pk").pk},
        "target_drop": {"pk": Target.objects.earliest("pk").pk},
        "task": {"pk": task.measure_id, "task_id": task.pk},
        "task_done": {"pk": task.measure_id, "task_id": task.pk},
        "token_revoke": {"pk": 1},
        "tie_drop": {"pk": Dependence.objects.earliest("pk").pk},
    }
    told |= {name: {"pk": measure.pk} for name in OF_A_MEASURE}
    told |= {name: {"year": 2021} for name in OF_A_YEAR}
    return told | {name: {"pk": Selection.objects.latest("pk").pk} for name in OF_A_PLAN}


def addresses(client: Client, town: Municipality) -> Iterator[tuple[str, str]]:
    """Every address there is, each with the name of its route."""
    told = parts(client, town)
    names = sorted(set(routes()) - set(ELSEWHERE))
    assert len(names) > 80
    for name in names:
        if name in OF_NO_TOWN:
            yield name, reverse(name)
        else:
            yield name, reverse(name, kwargs={"ags": town.ags} | told.get(name, {}))
    for name in (*OF_A_YEAR, "balance", "balance_change", "balance_sheet", "way", "town"):
        year = {"year": 2021} if name in OF_A_YEAR else {}
        yield f"{name} of an estimated town", reverse(name, kwargs={"ags": ESTIMATED} | year)


def files() -> dict[Path, int]:
    """Every file of the installation with the moment it was last written."""
    found = (path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file())
    return {path: path.stat().st_mtime_ns for path in found}


def test_no_address_writes_to_any_table_when_it_is_read(story: Story) -> None:
    town = story.municipality
    reader, editor, admin = (person(role) for role in (Role.READER, Role.EDITOR, Role.ADMIN))
    asked = list(addresses(editor, town))
    before, figures = files(), Assessment.objects.count()
    for client, wanted in ((reader, asked), (editor, asked), (admin, of_admins(asked))):
        answers = {}
        for name, address in wanted:
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            answers[name] = answer.status_code
            assert not commands_in(answer), (name, address)
            written = [q["sql"] for q in queries if WRITES.match(q["sql"])]
            assert not written, (name, address, written)
            unwell = (503,) if name == "health" else ()  # no work in the background here
            allowed = (200, 302, 403, 404, 405, 409, *unwell)
            assert answers[name] in allowed, (name, answers[name])
        read = sum(status == 200 for status in answers.values())
        assert read > len(answers) / 2, answers
    assert Assessment.objects.count() == figures
    assert files() == before, "no file is written either: what is kept is kept in memory"
    assert outdated(town), "and the effects still wait for the work in the background"


def commands_in(answer: Any) -> list[str]:
    """What a page tells to type at a terminal, where it does not fold it away."""
    if "text/html" not in answer.headers.get("Content-Type", ""):
        return []
    return COMMAND.findall(shown(answer.content.decode()))


def of_admins(asked: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The addresses only an administrator may read."""
    return [(name, address) for name, address in asked if name in ("people", "background")]
