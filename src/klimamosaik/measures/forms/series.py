"""Series of readings to choose from, below their building, told apart by what one knows of them."""

from collections import Counter
from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.sensing import belonging_to
from klimamosaik.observations.queries.spacings import spacing_text
from klimamosaik.places.models import Municipality
from klimamosaik.places.queries.naming import meter_named
from klimamosaik.records.language import reader_language, said
from klimamosaik.records.long_lists import ListedChoice, offer_list
from klimamosaik.records.query_cache import once
from klimamosaik.terms.text import Text, joined

SHOWN = (  # a town has thousands: only what is told of each
    "name", "unit", "spacing", "several", "thing__name", "meter_point__name", "meter_point__number",
    "meter_point__carrier", "meter_point__direction", "meter_point__building__name",
)  # fmt: skip


def offer_series(form: forms.BaseForm, name: str, town: Municipality) -> None:
    """Offer a town's series in a drop-down, by building or device; a long one can be searched."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = series_of(town)
    offered = ("offered series", town.pk, reader_language())
    offer_list(form, name, once(offered, lambda: choices_of(series_of(town)), of=(town,)))


def series_of(town: Municipality) -> "QuerySet[Datastream]":
    """A town's series with what is told of each."""
    mine = Datastream.objects.filter(belonging_to(town)).exclude(several=True)
    return mine.select_related("meter_point__building", "thing").only(*SHOWN)


def choices_of(series: Iterable[Datastream]) -> list[ListedChoice]:
    """Series as they are listed, in the reader's order."""
    rows = [(one, heading_of(one), series_named(one)) for one in series]
    often = Counter((heading, text.de) for _, heading, text in rows)
    choices = [
        ListedChoice(one.pk, written(one, text, alone=often[heading, text.de] == 1), heading)
        for one, heading, text in rows
    ]
    return sorted(choices, key=lambda each: (each.group, str(each.label)))


def heading_of(series: Datastream) -> str:
    """The building or device it stands below."""
    if series.meter_point is not None:
        return series.meter_point.building.name
    return series.thing.name if series.thing is not None else ""


def series_named(series: Datastream) -> Text:
    """Its meter, else its own name; how often and in what unit it is measured."""
    own = Text(series.name, series.name)
    told = [meter_named(series.meter_point) if series.meter_point is not None else own]
    told.append(spacing_text(series.spacing))
    return joined([*told, Text(series.unit, series.unit)] if series.unit else told, " · ")


def written(series: Datastream, text: Text, *, alone: bool) -> object:
    """As it stands in the list; with its own name where two would read alike."""
    whole = text if alone else joined([text, Text(series.name, series.name)], " · ")
    return said(whole.de, whole.en)
