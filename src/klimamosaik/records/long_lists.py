"""A long drop-down has a search of its own, without script: its form is sent and stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from klimamosaik.records.language import translate
from klimamosaik.records.paging import LONGEST, found_in
from klimamosaik.terms.text import Text

SEARCHED_FROM = 15  # choices; fewer are seen at a glance
MOST = 60  # so many are offered at once


@dataclass(frozen=True)
class ListedChoice:
    """One thing to choose."""

    key: object
    label: Any
    group: str = ""  # the heading it stands below


@dataclass(frozen=True)
class ListSearch:
    """What is looked for in a drop-down, and how much of it there is."""

    name: str  # of its field, as sent
    words: str
    all: int
    found: int

    @property
    def count_text(self) -> Text:
        """How many fit, or that one has to look for them."""
        if not self.words:
            return (ALL if self.all <= MOST else ASK).format(all=self.all)
        said = FOUND if self.found <= MOST else TOO_MANY
        return said.format(found=self.found, all=self.all, shown=MOST)


class SearchedSelect(forms.Select):
    """A drop-down below its search."""

    template_name = "records/searched_select.html"
    search: ListSearch

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """With what is looked for; a widget's template knows no tags of ours."""
        context = super().get_context(name, value, attrs)
        words = {"save": SAVE, "find": FIND, "label": SEARCH, "told": self.search.count_text}
        said = {name: translate(text) for name, text in words.items()}
        context["widget"] |= {"search": self.search, "said": said}
        return context


def offer_list(form: forms.BaseForm, name: str, choices: Sequence[ListedChoice]) -> None:
    """Offer choices below their headings; of many those that fit what is looked for.

    What is chosen already stays. The field's queryset goes on saying what may be sent.
    """
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    empty = [("", field.empty_label)] if field.empty_label is not None else []
    if len(choices) <= SEARCHED_FROM:
        field.choices = [*empty, *below_headings(choices)]
        return
    sent = form.add_prefix(name)
    words = str(form.data.get(f"{sent}-words", "")).strip()[:LONGEST]
    fitting = [each for each in choices if found_in(words, each.group, str(each.label))]
    offered = fitting if words or len(choices) <= MOST else []
    chosen = str(form.data.get(sent, "") if form.is_bound else key_of(form, name))
    kept = [each for each in choices if str(each.key) == chosen and each not in offered[:MOST]]
    widget = SearchedSelect(attrs=field.widget.attrs)
    widget.search = ListSearch(sent, words, len(choices), len(fitting))
    widget.is_required = field.required
    field.widget = widget
    field.choices = [*empty, *below_headings([*kept, *offered[:MOST]])]


def key_of(form: forms.BaseForm, name: str) -> object:
    """What the field shows at first."""
    value = form.get_initial_for_field(form.fields[name], name)
    return "" if value is None else getattr(value, "pk", value)


def below_headings(choices: Sequence[ListedChoice]) -> list[Any]:
    """Choices as a drop-down takes them."""
    found: dict[str, list[tuple[object, Any]]] = {}
    for each in choices:
        found.setdefault(each.group, []).append((each.key, each.label))
    alone = found.pop("", [])
    return [*alone, *found.items()]


def only_searching(form: forms.BaseForm) -> bool:
    """True where a list is looked through: by its button, or by Enter with new words."""
    searches = [
        field.widget.search
        for field in form.fields.values()
        if isinstance(field.widget, SearchedSelect)
    ]
    do = form.data.get("do")
    asked = do == "search" and bool(searches)
    return asked or (
        do == "enter"
        and any(each.words != form.data.get(f"{each.name}-found", "") for each in searches)
    )


SAVE, FIND = Text("Speichern", "Save"), Text("Suchen", "Search")
SEARCH = Text("Suchen in der Liste darunter", "Search the list below")
ALL = Text("{all:n} stehen zur Wahl.", "{all:n} to choose from.")
ASK = Text("{all:n} stehen zur Wahl: Bitte suchen.", "{all:n} to choose from: please search.")
FOUND = Text("{found:n} von {all:n} passen.", "{found:n} of {all:n} fit.")
TOO_MANY = Text(
    "{found:n} von {all:n} passen; hier stehen die ersten {shown:n}. Bitte genauer suchen.",
    "{found:n} of {all:n} fit; here are the first {shown:n}. Please look more closely.",
)
