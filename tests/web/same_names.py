"""What a screen reader lists of a page: its links and buttons by name, each with where it leads."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from lxml import html

Element = Any  # of lxml, which has no types


def name_of(element: Element) -> str:
    """The name a link or button is heard by."""
    if label := element.get("aria-label"):
        return str(label).strip()
    return " ".join("".join(heard(element)).split())


def heard(element: Element) -> Iterator[str]:
    """All words inside, but what is kept from screen readers."""
    if element.get("aria-hidden") == "true":
        return
    if element.tag == "img":
        yield element.get("alt") or ""
    if element.tag in ("svg", "{http://www.w3.org/2000/svg}svg"):
        yield element.get("aria-label") or ""
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from heard(child)
        yield child.tail or ""


def goal_of(element: Element, address: str) -> str:
    """Where it leads: an address, or a form with all that it sends unseen."""
    if element.tag == "a":
        return urljoin(address, str(element.get("href")))
    form = next(element.iterancestors("form"), None)
    if form is None or element.get("type") == "button":
        return f"script {element.get('id') or element.get('class')}"
    unseen = sorted(
        (each.get("name"), each.get("value"))
        for each in form.iter("input")
        if each.get("type") == "hidden" and each.get("name") != "csrfmiddlewaretoken"
    )
    seen = sorted(each.get("name") or "" for each in form.iter("select", "textarea"))
    to = urljoin(address, element.get("formaction") or form.get("action") or "")
    return f"{to} {element.get('name')}={element.get('value')} {unseen} {seen}"


def same_names(page: str, address: str) -> Mapping[str, set[str]]:
    """Names that several links or buttons with different goals have."""
    found: dict[str, set[str]] = defaultdict(set)
    for element in html.fromstring(page).iter("a", "button"):
        if element.tag == "button" or element.get("href"):
            found[name_of(element)].add(goal_of(element, address))
    return {name: goals for name, goals in found.items() if len(goals) > 1}
