"""Addresses of figures in the invented town: pages, files, embeds; what is asked wrongly."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import take_back
from klimamosaik.publication.public.figures import answers
from klimamosaik.publication.public.figures.figure_request import (
    NotUnderstood,
    SpanAsked,
    narrowed,
    span_in,
)
from klimamosaik.publication.public.figures.files.every import FILES
from klimamosaik.publication.public.figures.picture import picture_of
from klimamosaik.publication.queries.figures.every import figure_keys, public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import figure_path, page_path
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.terms.text import LANGUAGES, Language
from tests.publication.figures.figures import ALL

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

SUFFIXES = [each.suffix for each in FILES]


def known_of(story: "Story") -> Known:
    """What strangers may know of the invented town."""
    return Known(published_in(story.municipality.ags), timezone.now())


def page_of(key: str, story: "Story", client: Client, language: Language = "de") -> str:
    """The page of a figure."""
    answer = client.get(figure_path(story.municipality.ags, key, language=language))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
@pytest.mark.long
def test_every_kind_of_figure_answers_page_embed_share_picture_and_every_file(
    story: "Story", client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ags, known = story.municipality.ags, known_of(story)
    keys = figure_keys(known)
    assert len(keys) > 20
    kinds = {re.sub(r"\d+", "", key): public_figure(known, key) for key in keys}
    found = {figure.key: figure for figure in kinds.values()}  # worked out once, asked for often
    monkeypatch.setattr(answers, "public_figure", lambda known, key: found[key])
    for key in found:
        for language in LANGUAGES:
            for suffix in ("/", "/einbetten/", "/teilen.png", *SUFFIXES):
                answer = client.get(figure_path(ags, key, suffix, language))
                assert (answer.status_code, bool(answer.content)) == (200, True), (key, suffix)
                assert not answer.cookies
        for suffix in ("/", "/einbetten/", "/teilen.png", *SUFFIXES):  # of which nothing is left
            answer = client.get(figure_path(ags, key, suffix), {"von": "1990", "bis": "1991"})
            assert (answer.status_code, bool(answer.content)) == (200, True), (key, suffix)


@pytest.mark.django_db
@pytest.mark.long
def test_the_list_leads_to_every_figure_that_has_values(story: "Story", client: Client) -> None:
    known = known_of(story)
    page = client.get(page_path(known.town.ags, "zahlen/")).content.decode()
    with_values = [key for key in figure_keys(known) if public_figure(known, key).data]
    assert with_values
    for key in with_values:
        assert f'href="{figure_path(known.town.ags, key)}"' in page


@pytest.mark.django_db
@pytest.mark.long
def test_the_page_of_a_figure_has_all_that_travels_with_it(story: "Story", client: Client) -> None:
    page = page_of("massnahme-1", story, client)
    assert page.count("<table") == 1
    assert "Dieselben Daten als Tabelle" in page
    assert re.findall(r"<svg[^>]+aria-hidden=.true.", page)
    for words in (
        "Quelle:",
        "Stand",
        "Datenversion",
        "Lizenz:",
        "Was gezählt wird:",
        "So zitieren",
    ):
        assert words in page
    for suffix in SUFFIXES:
        assert f'zahlen/massnahme-1{suffix}"' in page
    assert "data:" not in page
    assert " style=" not in page


@pytest.mark.django_db
@pytest.mark.long
def test_link_previews_find_picture_title_and_the_right_address(
    story: "Story", client: Client
) -> None:
    path = figure_path(story.municipality.ags, "wirkung", language="en")
    page = client.get(path, HTTP_HOST="localhost").content.decode()
    told = dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', page))
    assert told["url"] == f"http://localhost{path}"
    assert told["image"] == f"http://localhost{path}teilen.png"
    assert (told["image:width"], told["image:height"]) == ("1200", "630")
    assert told["title"].endswith("measured measures have demonstrably saved")
    assert client.get(f"{path}teilen.png")["Content-Type"] == "image/png"


@pytest.mark.django_db
@pytest.mark.long
def test_search_engines_find_a_dataset(story: "Story", client: Client) -> None:
    page = page_of("verbrauch", story, client)
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    facts = json.loads(found)
    assert facts["@type"] == "Dataset"
    assert facts["license"].startswith("https://www.govdata.de/")
    assert {each["unitText"] for each in facts["variableMeasured"]} >= {"MWh", "t", "m³", "kWh"}
    assert len(facts["distribution"]) == len(FILES)
    for each in facts["distribution"]:
        answer = client.get(urlsplit(each["contentUrl"]).path)
        assert answer["Content-Type"].split(";")[0] == each["encodingFormat"]


@pytest.mark.django_db
@pytest.mark.long
def test_the_python_lines_of_the_page_load_the_data(
    story: "Story", client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(address: str) -> io.BytesIO:
        return io.BytesIO(client.get(urlsplit(address).path).content)

    monkeypatch.setattr("urllib.request.urlopen", opened)
    page = page_of("verbrauch", story, client)
    code = re.findall(r'aria-labelledby="code-python"><code>(.*?)</code>', page, re.DOTALL)
    found: dict[str, Any] = {}
    exec(html.unescape(code[0]), found)
    assert code[0].count("\n") == 2
    figure = public_figure(known_of(story), "verbrauch")
    assert [float(row["value"]) if row["value"] else None for row in found["rows"]] == [
        each.value for each in figure.data
    ]


@pytest.mark.django_db
@pytest.mark.long
def test_a_span_narrows_page_picture_and_files_alike(story: "Story", client: Client) -> None:
    ags = story.municipality.ags

    def asked(suffix: str) -> bytes:
        return client.get(
            figure_path(ags, "verbrauch", suffix), {"von": "2023", "bis": "2024"}
        ).content

    rows = list(csv.DictReader(io.StringIO(asked(".csv").decode(), newline="")))
    assert {row["period_start"] for row in rows} == {"2023-01-01", "2024-01-01"}
    named = client.get(figure_path(ags, "verbrauch", ".csv"), {"von": "2023", "bis": "2024"})
    assert 'filename="verbrauch_ab-2023_bis-2024.csv"' in named["Content-Disposition"]
    page = asked("/").decode()
    assert "Gezeigt ist nur ein Teil: 2023 bis 2024" in page
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    assert re.findall(r'<th scope="row">(\d+)', table) == ["2023", "2024"]
    assert "zahlen/verbrauch.csv?von=2023&amp;bis=2024" in page
    picture = re.findall(r"<svg.*?</svg>", page)[0]
    assert set(re.findall(r">(20\d\d)<", picture)) == {"2023", "2024"}
    alone = client.get(figure_path(ags, "verbrauch"), {"von": "2024", "bis": "2024"})
    assert "Gezeigt ist nur ein Teil: 2024. " in alone.content.decode()


WRONG = [
    {"von": "x"},
    {"von": "2024", "bis": "2023"},
    {"von": "0000"},
    {"bis": "2024-13"},
    {"bis": "2024-02-30"},
    {"von": "99999"},
    {"von": "-1"},
    {"von": "2024\x00"},
    {"von": "２０２４"},
    {"von": "<script>alert(1)</script>"},
    {"von": "2024-1"},
    {"form": "pdf"},
]


@pytest.mark.django_db
@pytest.mark.long
def test_what_cannot_be_understood_is_refused_in_a_sentence(story: "Story", client: Client) -> None:
    ags = story.municipality.ags
    for given_ in WRONG:
        for suffix in (".csv", ".json") if "form" in given_ else ("/", ".csv", "/teilen.png"):
            answer = client.get(figure_path(ags, "wirkung", suffix), given_)
            assert answer.status_code == 400, (suffix, given_)
            page = answer.content.decode()
            assert "in der Adresse" in page
            assert "alert(1)" not in page
    for given_ in ({"von": "0001", "bis": "9999"}, {"von": ""}, {"unbekannt": "1"}):
        assert client.get(figure_path(ags, "verbrauch", ".csv"), given_).status_code == 200


@pytest.mark.django_db
@pytest.mark.long
def test_what_never_was_there_and_what_is_gone_are_told_apart(
    story: "Story", client: Client
) -> None:
    ags = story.municipality.ags
    for below in ("nichts/", "massnahme-0/", "massnahme-999999999999/", "wirkung.exe", "wirkung."):
        assert client.get(page_path(ags, f"zahlen/{below}")).status_code == 404, below
    take_back(
        municipality=story.municipality,
        items=[PublicItem(PublishedKind.MEASURE, "1")],
        by=None,
        at=timezone.now(),
    )
    for suffix in ("/", ".csv", ".png", "/einbetten/", "/teilen.png"):
        assert client.get(figure_path(ags, "massnahme-1", suffix)).status_code == 410


@pytest.mark.django_db
@pytest.mark.long
def test_others_may_frame_the_embedded_figure_and_nothing_else(
    story: "Story", client: Client
) -> None:
    ags = story.municipality.ags
    embedded = client.get(figure_path(ags, "wirkung", "/einbetten/"))
    assert "X-Frame-Options" not in embedded
    assert "frame-ancestors * file:" in embedded["Content-Security-Policy"]
    assert "unsafe" not in embedded["Content-Security-Policy"]
    take_back(
        municipality=story.municipality,
        items=[PublicItem(PublishedKind.MEASURE, "1")],
        by=None,
        at=timezone.now(),
    )
    gone = client.get(figure_path(ags, "massnahme-1", "/einbetten/"))
    assert (gone.status_code, "X-Frame-Options" in gone) == (410, False)  # read where it is framed
    assert "frame-ancestors * file:" in gone["Content-Security-Policy"]
    assert "von der Gemeinde zurückgenommen" in gone.content.decode()
    for suffix in ("/", ".svg", ".pdf"):
        other = client.get(figure_path(ags, "wirkung", suffix))
        assert other["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.long
def test_the_embedded_figure_has_no_menu_and_leads_back(story: "Story", client: Client) -> None:
    path = figure_path(story.municipality.ags, "wirkung", "/einbetten/")
    page = client.get(path).content.decode()
    assert "<nav" not in page
    assert "<form" not in page
    assert "Quelle:" in page
    assert "Stand" in page
    back = f'href="http://testserver{figure_path(story.municipality.ags, "wirkung")}"'
    assert back in page


@pytest.mark.django_db
@pytest.mark.long
def test_what_a_person_typed_never_becomes_part_of_the_page(story: "Story", client: Client) -> None:
    from klimamosaik.measures.models import Measure

    evil = "</script><script>alert(1)</script>\"'><b>&amp;"
    Measure.objects.filter(pk=1).update(name=evil)
    ags = story.municipality.ags
    for suffix in ("/", "/einbetten/", ".svg"):
        for key in ("massnahme-1", "wirkung"):
            page = client.get(figure_path(ags, key, suffix)).content.decode()
            assert "alert(1)" in page
            assert "<script>alert" not in page
            assert "<b>&amp;" not in page
    page = client.get(figure_path(ags, "massnahme-1")).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert evil in json.loads(found)["name"]
    for suffix in (".png", ".pdf", ".docx", ".xlsx", "/teilen.png"):
        assert client.get(figure_path(ags, "massnahme-1", suffix)).status_code == 200


def spans() -> Iterator[str]:
    """Ends of a span nobody can mean, and some somebody could."""
    yield from ("2024", "2024-05", "2024-05-06", "0001", "9999", "9999-12-31", "0000", "")


ENDS = st.one_of(st.text(max_size=12), st.sampled_from(list(spans())), st.from_regex(r"\d{4}-\d\d"))


@given(first=ENDS, last=ENDS)
@example(first="0001", last="9999-12-31")
def test_any_span_is_narrowed_to_or_refused(first: str, last: str) -> None:
    try:
        span = span_in({"von": first, "bis": last})
    except NotUnderstood:
        return
    for make in ALL:
        part = narrowed(make(), span)
        assert {each.period for each in part.data} <= {each.period for each in make().data}
        assert picture_of(part, "de").startswith("<svg")
    assert urlencode({"von": first}) in span.query or not first


def test_a_span_says_itself() -> None:
    assert SpanAsked("2023", "2024-03").text.de == "2023 bis März 2024"
    assert SpanAsked("2023").text.en == "from 2023"
    assert SpanAsked("", "2024-03-05").text.de == "bis 05.03.2024"
    assert not SpanAsked()
