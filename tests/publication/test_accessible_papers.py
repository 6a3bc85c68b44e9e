"""Every kind of PDF for who cannot see it, by points of the Matterhorn Protocol."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.published import published_in
from klimamosaik.web.demo.story import Story
from tests.publication.accessible import below, faults

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def pdf(client: Client, path: str) -> PdfReader:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return PdfReader(io.BytesIO(b"".join(iter(answer))))


def test_no_point_is_broken_in_any_of_them(story: Story) -> None:
    ags, stranger, office = story.municipality.ags, Client(), Client()
    office.force_login(User.objects.get(username="demo"))
    public = published_in(ags)
    measure = public.ids(PublishedKind.MEASURE)[0]
    building = public.ids(PublishedKind.BUILDING)[0]
    home = f"/klima/{ags}/"
    papers = [
        *(f"{home}zahlen/{key}.pdf" for key in ("verbrauch", "mosaik", f"massnahme-{measure}")),
        *(f"{home}karten/{key}.pdf" for key in (f"massnahme-{measure}", f"gebaeude-{building}")),
        f"/en{home}zahlen/verbrauch.pdf",
        f"{home}energiebericht/2023-2025.pdf",
    ]
    found = {path: faults(pdf(stranger, path)) for path in papers}
    council = f"/{ags}/massnahmen/{measure}/vorlage.pdf"
    found[council] = faults(pdf(office, council))
    assert found == {path: [] for path in found}


Plant = Callable[[Any], None]


def elements(pages: Any, *kinds: str) -> list[Any]:
    tree = pages.root_object["/StructTreeRoot"]
    return [each for each in below(tree["/K"]) if each["/S"] in kinds]


def loose(pages: Any) -> None:
    content = DecodedStreamObject()
    content.set_data(pages.pages[0].get_contents().get_data() + b"\n0 0 10 10 re f")
    pages.pages[0][NameObject("/Contents")] = content


def without(key: str) -> Plant:
    return lambda pages: pages.root_object.pop(key)


PLANTED: dict[str, Plant] = {
    "no language": without("/Lang"),
    "a picture without words": lambda p: elements(p, "/Figure")[0].pop("/Alt"),
    "a head of a table that says not of what": lambda p: elements(p, "/TH")[0].pop("/A"),
    "a heading of level 3 after one of 1": lambda p: elements(p, "/H2")[0].update(
        {NameObject("/S"): NameObject("/H3")}
    ),
    "tabs do not follow the structure": lambda p: p.pages[0].pop("/Tabs"),
    "1 signs or drawings stand outside of all structure": loose,
    "no letters": lambda p: (
        next(iter(p.pages[0]["/Resources"]["/Font"].values())).get_object().pop("/ToUnicode")
    ),
}


def test_a_planted_fault_is_found(story: Story) -> None:
    report = pdf(Client(), f"/klima/{story.municipality.ags}/energiebericht/2023-2025.pdf")
    for fault, plant in PLANTED.items():
        pages = PdfWriter(clone_from=report)
        plant(pages)
        file = io.BytesIO()
        pages.write(file)
        assert any(fault in each for each in faults(PdfReader(file))), fault
