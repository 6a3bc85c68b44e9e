"""Links become relative, forms become a sentence, all else stays to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from klimamosaik.publication.site.links import FoundLink, changed_page, read_page, style_links
from klimamosaik.publication.site.places import SitePlaces

AGS = "03999998"
PLACES = SitePlaces(AGS, ("de", "en"), "https://klima.neudorf.example")


def same(link: FoundLink) -> str | None:
    return link.value


def test_what_needs_no_change_stays_to_the_letter() -> None:
    page = (
        "<!DOCTYPE html>\n<html><head><title>a &amp; b &lt;</title></head><body>"
        '<svg viewBox="0 0 1 1"><linearGradient id="X"/><a href="#a">ü</a></svg>'
        "<script>if (1 < 2) { '<a href=\"/x\">' }</script><!-- <a href='/y'> --><p>&nbsp;&#8364;"
        "</body></html>"
    )
    assert changed_page(page, same, "") == page


def test_a_link_is_changed_and_its_neighbours_are_not() -> None:
    page = '<a class="href" href="/a/?x=1&amp;y=2" title="/a/">A</a> <img src=/b.svg alt="">'
    told = {"/a/?x=1&y=2": "a/index.html", "/b.svg": "b.svg"}
    changed = changed_page(page, lambda link: told[link.value], "")
    assert changed == (
        '<a class="href" href="a/index.html" title="/a/">A</a> <img src="b.svg" alt="">'
    )


def test_a_link_that_leads_nowhere_keeps_its_words() -> None:
    page = '<p><a class="x" href="/gone/">Worte</a></p><link rel="canonical" href="/gone/">'
    assert changed_page(page, lambda _: None, "") == '<p><a class="x">Worte</a></p>'


def test_a_form_becomes_a_sentence_with_all_that_is_in_it() -> None:
    page = '<p>vor</p><form action="/s/"><a href="/x/">x</a><input name="q"></form><p>nach</p>'
    assert changed_page(page, same, "<p>nur im Netz</p>") == (
        "<p>vor</p><p>nur im Netz</p><p>nach</p>"
    )
    assert list(read_page(page).followed) == []


def test_links_before_in_and_behind_drawings_are_found() -> None:
    page = (
        '<a href="/a/">a</a>\n<svg class="x">\n<path d="M0"/>\n</svg><a href="/b/">b</a>'
        '<svg><a href="/c/"><path/></a><svg><path/></svg></svg>\n<a href="/d/">d</a>'
        '<svg><use xlink:href="/e.svg"/></svg>'
    )
    assert list(read_page(page).followed) == ["/a/", "/b/", "/c/", "/d/", "/e.svg"]
    assert changed_page(page, lambda link: link.value.upper(), "") == (
        page.replace('"/a/"', '"/A/"')
        .replace('"/b/"', '"/B/"')
        .replace('"/c/"', '"/C/"')
        .replace('"/d/"', '"/D/"')
        .replace('"/e.svg"', '"/E.SVG"')
    )


def test_other_tellings_of_a_page_are_not_followed() -> None:
    page = (
        '<link rel="canonical" href="/c/"><link rel="alternate" hreflang="en" href="/en/">'
        '<link rel="stylesheet" href="/s.css"><link rel="alternate" href="/a.atom">'
        '<a href="/en/x/" hreflang="en">English</a>'
    )
    assert list(read_page(page).followed) == ["/s.css", "/a.atom", "/en/x/"]


def test_pictures_of_a_stylesheet_are_found() -> None:
    assert list(style_links(b'a{b:url("x.svg")} c{d:url( y.png )}')) == ["x.svg", "y.png "]


@pytest.mark.parametrize(
    ("link", "file"),
    [
        (f"/klima/{AGS}/", "de/index.html"),
        (f"/en/klima/{AGS}/massnahmen/12/", "en/massnahmen/12/index.html"),
        (f"/klima/{AGS}/zahlen/wirkung.metadata.json", "de/zahlen/wirkung.metadata.json"),
        (f"/klima/{AGS}/?stand=2040", "de/index_stand-2040.html"),
        (f"/klima/{AGS}/zahlen/x.csv?bis=2024&von=2019", "de/zahlen/x_bis-2024_von-2019.csv"),
        (f"/klima/{AGS}/zahlen/x.csv?von=2019&bis=2024", "de/zahlen/x_bis-2024_von-2019.csv"),
        (f"/klima/{AGS}/rueckmeldung/?von=massnahmen/", "de/rueckmeldung/index.html"),
        (f"/klima/{AGS}/ausstellung/", "ausstellung.html"),
        (f"/en/klima/{AGS}/ausstellung/", "exhibition.html"),
        ("/static/public.css", "static/public.css"),
        ("../karten/", "de/karten/index.html"),
        (f"https://klima.neudorf.example/klima/{AGS}/", "de/index.html"),
    ],
)
def test_each_address_has_its_file(link: str, file: str) -> None:
    address = PLACES.address(link, f"/klima/{AGS}/massnahmen/")
    assert address is not None
    assert PLACES.file(address) == file


@pytest.mark.parametrize(
    "link",
    [
        "https://www.govdata.de/",
        "/klima/03999999/",
        "/api/v1/openapi.json",
        "/03999998/energie/",
        "mailto:a@b.de",
        f"http://klima.neudorf.example/klima/{AGS}/",
    ],
)
def test_what_is_not_this_towns_public_page_has_none(link: str) -> None:
    assert PLACES.address(link, f"/klima/{AGS}/") is None


@given(below=some.text(), query=some.text())
def test_no_address_leaves_the_folder(below: str, query: str) -> None:
    try:
        address = PLACES.address(f"/klima/{AGS}/{below}?{query}", "/")
    except ValueError:  # no address at all
        return
    file = PLACES.file(address) if address else None
    if file is not None:
        assert not file.startswith(("/", "."))
        assert {"..", "."}.isdisjoint(file.split("/"))
        assert len(max(file.split("/"), key=len)) < 200
        assert file.isascii()
