"""Whoever has no part in something changes nothing of it, by whichever form or address they try."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice
from typing import Any
from urllib.parse import urljoin

import pytest
from django.contrib.auth.models import User
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from klimamosaik.people.models import Membership, Organisation, Role
from klimamosaik.places.models import Municipality
from klimamosaik.web.demo.story import Story
from tests.web.conftest import logged_in
from tests.web.test_looking_never_writes import ESTIMATED, WRITES, addresses, person, story

__all__ = ["story"]

pytestmark = [pytest.mark.django_db, pytest.mark.long]

OWN = re.compile(r"^\s*\w+ (INTO )?\"?(django_session|auth_user)\b", re.IGNORECASE)
REFUSED = (403, 404, 405)
MAY = re.compile(r"/(konto|sprache|abmelden|anmelden)/")  # is about oneself


@dataclass
class FilledForm:
    """A form of a page with what stands in it."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page that change something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.name = page, ""
        self.found: list[FilledForm] = []
        self.open: FilledForm | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and told.get("method", "").lower() == "post":
            self.open = FilledForm(urljoin(self.page, told.get("action") or self.page))
            self.found.append(self.open)
        if self.open is None:
            return
        if tag == "select":
            self.name = told.get("name", "")
        elif tag == "option" and told.get("value"):
            self.open.fields[self.name] = [told["value"]]
        elif tag in ("input", "button", "textarea") and told.get("name"):
            self.open.fields[told["name"]] = [told.get("value") or "1"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def forms_of(client: Client, address: str) -> list[FilledForm]:
    """The forms of an address, as who may do everything sees them; an empty one for itself."""
    found = [FilledForm(address)]
    answer = client.get(address)
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        forms = Forms(address)
        forms.feed(answer.content.decode())
        found += forms.found
    return [each for each in found if not MAY.search(each.action)]


def forms_in(admin: Client, story: Story) -> list[FilledForm]:
    """Every form of every page of the town, as who manages it sees them."""
    forms: dict[tuple[str, str], FilledForm] = {}
    for _, address in addresses(admin, story.municipality):
        for form in forms_of(admin, address):
            forms[form.action, repr(sorted(form.fields))] = form
    return list(forms.values())


def written_by(client: Client, form: FilledForm) -> tuple[int, list[str]]:
    """How a form is answered, and what was written that is not the person's own."""
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(form.action, form.fields)
    return answer.status_code, [
        each["sql"] for each in queries if WRITES.match(each["sql"]) and not OWN.match(each["sql"])
    ]


def faults(client: Client, forms: list[FilledForm], bad: Callable[[int], bool]) -> Iterator[Any]:
    """Forms that wrote something, or were answered as they must not be."""
    for form in forms:
        status, written = written_by(client, form)
        if written or bad(status):
            yield form.action, status, written[:1]


def who_works_elsewhere(town: Municipality) -> Client:
    """Somebody who edits for an organisation that has a part in nothing."""
    user = User.objects.create_user("elsewhere")
    nowhere = Organisation.objects.create(municipality=town, name="Hat keinen Anteil")
    Membership.objects.create(user=user, municipality=town, role=Role.EDITOR, organisation=nowhere)
    return logged_in(user)


def who_manages(ags: str) -> Client:
    """Somebody who manages one town, and has nothing to do with any other."""
    user = User.objects.create_user("other-town")
    town = Municipality.objects.get(ags=ags)
    Membership.objects.create(user=user, municipality=town, role=Role.ADMIN)
    return logged_in(user)


def test_nobody_changes_what_they_have_no_part_in(story: Story) -> None:
    """Readers, editors of another organisation, and who manages another town: with every form of
    the town, and with its ids behind the address of their own."""
    admin, ags = person(Role.ADMIN), story.municipality.ags
    asked = forms_in(admin, story)
    ours = [each for each in asked if each.action.startswith(f"/{ags}/")]
    moved = [
        FilledForm(each.action.replace(f"/{ags}/", f"/{ESTIMATED}/"), each.fields)
        for each in ours
        if re.match(rf"/{ags}/.*/\d+(/|$)", each.action) and "/bilanz/" not in each.action
    ]
    assert min(len(ours) / 2, len(moved)) > 60, (len(asked), len(ours), len(moved))
    broken: Callable[[int], bool] = lambda status: status >= 500  # noqa: E731
    open_to: Callable[[int], bool] = lambda status: status not in REFUSED  # noqa: E731
    manager = who_manages(ESTIMATED)
    assert {
        "reads": list(faults(person(Role.READER), ours, broken)),
        "works elsewhere": list(faults(who_works_elsewhere(story.municipality), ours, broken)),
        "another town": list(faults(manager, ours, open_to)),
        "its ids": list(faults(manager, moved, open_to)),
    } == {"reads": [], "works elsewhere": [], "another town": [], "its ids": []}
    changing = islice((each for each in faults(admin, ours, broken) if each[2]), 20)
    assert len(list(changing)) == 20, "these forms do change something"
