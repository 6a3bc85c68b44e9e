"""Forms of a page as a browser has them: opened, filled in, sent."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client


@dataclass
class PaperForm:
    """One form of a page: where it goes, what its fields say, which buttons it has."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)  # answers to choose from
    buttons: list[tuple[str, str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)  # what stands on the buttons
    words: list[str] = field(default_factory=list)

    def say(self, name: str, *answers: str) -> "PaperForm":
        """Fill a field in."""
        self.values[name] = list(answers)
        return self

    def sent(self, button: tuple[str, str] = ("", "")) -> dict[str, list[str]]:
        """What a browser sends, with the button that was pressed."""
        name, value = button
        return self.values | ({name: [value]} if name else {})

    def send(self, client: Client, button: tuple[str, str] = ("", ""), **more: Any) -> Any:
        """Send it."""
        return client.post(self.action, self.sent(button), **more)


class PaperReader(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms = address, list[PaperForm]()
        self.open: PaperForm | None = None
        self.select: tuple[str, bool] | None = None
        self.button = False
        self.text: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a form, or a field of it."""
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = PaperForm(told.get("action") or self.address, told.get("method", "get"))
            self.forms.append(self.open)
        form, name = self.open, told.get("name", "")
        if form is None:
            return
        if tag == "button":
            form.buttons.append((name, told.get("value", "")))
            self.button = True
        elif tag == "select":
            self.select = name, "multiple" in told
            form.offered[name] = []
        elif tag == "option" and self.select:
            self.option(form, told)
        elif tag == "textarea":
            self.text = name, []
        elif tag == "input" and name:
            self.input(form, name, told)

    def option(self, form: PaperForm, told: dict[str, str]) -> None:
        """One answer of a list."""
        assert self.select is not None
        name, several = self.select
        form.offered[name].append(told.get("value", ""))
        if "selected" in told:
            form.values.setdefault(name, []).append(told.get("value", ""))
        elif not several and len(form.offered[name]) == 1 and name not in form.values:
            form.values[f"\x00{name}"] = [told.get("value", "")]  # the first, if no other is

    def input(self, form: PaperForm, name: str, told: dict[str, str]) -> None:
        """One box."""
        value = told.get("value", "on" if told.get("type") == "checkbox" else "")
        if told.get("type") in ("radio", "checkbox"):
            form.offered.setdefault(name, []).append(value)
            if "checked" in told:
                form.values.setdefault(name, []).append(value)
        elif told.get("type") != "file":
            form.values.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        """What a text says."""
        if self.text is not None:
            self.text[1].append(data)
        elif self.open is not None:
            (self.open.labels if self.button else self.open.words).append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        if self.open is None:
            return
        if tag == "button":
            self.button = False
        if tag == "textarea" and self.text is not None:
            name, parts = self.text
            self.open.values.setdefault(name, []).append("".join(parts).removeprefix("\n"))
            self.text = None
        elif tag == "select" and self.select is not None:
            name, first = self.select[0], self.open.values.pop(f"\x00{self.select[0]}", [])
            if first and name not in self.open.values:
                self.open.values[name] = first
            self.select = None
        elif tag == "form":
            self.open = None


def forms_of(answer: Any) -> list[PaperForm]:
    """The forms of a page that send something, but for those of the frame."""
    reader = PaperReader(answer.wsgi_request.get_full_path())
    reader.feed(answer.content.decode())
    frame = ("/abmelden/", "/sprache/setlang/")
    return [each for each in reader.forms if each.method == "post" and each.action not in frame]


def form_with(answer: Any, name: str) -> PaperForm:
    """The form of a page with this field or button."""
    for form in forms_of(answer):
        if name in form.values or name in form.offered or name in dict(form.buttons):
            return form
    raise AssertionError(f"no form with {name}")
