"""Who hears a page's links and buttons as a list can tell them apart: none has another's name."""

import pytest
from django.test import Client

from klimamosaik.people.models import Role
from klimamosaik.publication.models import Publication, PublishedKind
from klimamosaik.web.demo.story import Story
from tests.web.every_page import office_pages, public_pages
from tests.web.same_names import same_names
from tests.web.test_looking_never_writes import person
from tests.web.test_looking_never_writes import story as story

pytestmark = pytest.mark.django_db


def alike(client: Client, addresses: list[str]) -> dict[str, dict[str, set[str]]]:
    """By page the names that lead to several places."""
    found = {}
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 200:
            found[address] = dict(same_names(answer.content.decode(), address))
    assert len(found) > len(addresses) / 2
    return {address: names for address, names in found.items() if names}


def test_links_of_one_name_are_found_and_hidden_words_tell_them_apart() -> None:
    page = """<p><a href="a.pdf">PDF</a> <a href="b.pdf">PDF</a> <a href="b.pdf">PDF</a>
      <a href="a.xlsx">Excel<span class="hidden"> 2024</span></a> <a href="b.xlsx">Excel</a></p>"""
    assert same_names(page, "/x/") == {"PDF": {"/x/a.pdf", "/x/b.pdf"}}


def test_buttons_of_one_name_that_send_other_things_are_found() -> None:
    button = '<button name="do" value="{}">Entfernen</button>'
    forms = [
        f'<form action="/x/"><input type="hidden" name="id" value="{n}">{button}</form>'
        for n in (1, 2)
    ]
    assert set(same_names("".join(forms), "/x/")) == {"Entfernen"}
    assert not same_names(forms[0], "/x/")


def test_of_several_reports_each_file_has_a_name_of_its_own(story: Story, client: Client) -> None:
    row = Publication.objects.get(kind=PublishedKind.REPORT)
    first, last = map(int, row.subject.split("-"))
    row.pk, row.subject = None, f"{first - 1}-{last - 1}"
    row.save(force_insert=True)
    address = f"/klima/{story.municipality.ags}/energiebericht/"
    page = client.get(address).content.decode()
    assert page.count(".pdf") == 2
    assert not same_names(page, address)


@pytest.mark.long
def test_no_two_links_or_buttons_of_a_public_page_are_of_one_name(
    story: Story, client: Client
) -> None:
    for language in ("de", "en"):
        assert not alike(client, public_pages(story, language))


@pytest.mark.long
def test_no_two_links_or_buttons_of_an_office_page_are_of_one_name(story: Story) -> None:
    client = person(Role.ADMIN)
    assert not alike(client, office_pages(client, story))
