"""What a field of a form says: as a browser sends it, to compare, and in words."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from klimamosaik.records.language import translate
from klimamosaik.records.values import FEW, NO, NOTHING, YES, plainly
from klimamosaik.terms.text import first_few

MARK = 8  # hexadecimal digits that tell two values of a field apart
Answers = list[str]


def sent_by(form: forms.BaseForm, name: str) -> Answers:
    """What was sent for a field."""
    data = form.data
    key = form.add_prefix(name)
    if isinstance(data, MultiValueDict):
        return [str(each) for each in data.getlist(key)]
    found = data.get(key)
    return [] if found is None else [str(each) for each in listed(found)]


def as_shown(form: forms.BaseForm, name: str) -> Answers:
    """What a browser would send for a field that nobody touched."""
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    formatted = widget.format_value(value)
    return [] if formatted is None else [str(each) for each in listed(formatted)]


def listed(value: Any) -> Iterable[Any]:
    """One value or several."""
    return value if isinstance(value, list | tuple | set) else [value]


def answer(form: forms.BaseForm, name: str, answers: Answers) -> None:
    """Let a field say this, as if it had been sent."""
    data: MultiValueDict[str, Any] = form.data  # type: ignore[assignment]
    data.setlist(form.add_prefix(name), list(answers))


def mark_of(field: forms.Field, answers: Answers) -> str:
    """The same mark for the same value, however it was written."""
    return sha256(repr(value_in(field, answers)).encode()).hexdigest()[:MARK]


def value_in(field: forms.Field, answers: Answers) -> Any:
    """What answers of a field mean; what means nothing stands as it was written."""
    if isinstance(field, forms.BooleanField):
        return bool(answers)
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return sorted(each for each in answers if each)
    text = "".join(answers[:1]).replace("\r\n", "\n").strip()
    try:
        value = field.to_python(text)
    except ValidationError:
        return text
    if isinstance(value, int | float | Decimal):
        return float(value)
    return text if value in (None, "") else value


def in_words(field: forms.Field, answers: Answers) -> str:
    """What answers of a field say, in the reader's language."""
    value = value_in(field, answers)
    if isinstance(value, bool):
        return translate(YES if value else NO)
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        offered: Any = field.choices
        known = {str(key): str(word) for key, word in flat(offered)}
        return first_few((known.get(each, each) for each in value), FEW) or NOTHING
    broken = isinstance(field, forms.FloatField | forms.DecimalField) and isinstance(value, float)
    if broken or isinstance(value, date):
        return plainly(value) or NOTHING
    return "".join(answers[:1]).strip() or NOTHING


def flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Choices without their groups."""
    for key, word in choices:
        if isinstance(word, list | tuple):
            yield from word
        else:
            yield key, word
