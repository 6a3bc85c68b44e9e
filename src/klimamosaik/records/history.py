"""Each model says once what it is called and how it belongs to a municipality and a measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from klimamosaik.records.authors import NamedAuthor
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class HistoryKind:
    """One kind of record, and the ways from it to the municipality and to the measure."""

    model: Any
    text: Text  # what one is called, inside a sentence
    town: str  # "" where it belongs to no single municipality
    measure: str  # "" where it belongs to no single measure
    name: Sequence[str]  # fields and properties that name one


KINDS: dict[type[models.Model], HistoryKind] = {}  # in the order the models are declared


class History(HistoricalRecords):  # type: ignore[misc]
    """Keeps who changed what of a model, and tells it by the labels of its fields.

    history = History(Text("Gebäude", "building"), town="municipality")

    A link is called as what it links to, unless it has a label of its own.
    """

    def __init__(
        self,
        text: Text,
        *,
        town: str = "",
        measure: str = "",
        name: Sequence[str] = ("name",),
        **kept: Any,
    ) -> None:
        """What one is called, the paths to its municipality and measure, and what names one.

        What belongs to a measure belongs to the measure's municipality.
        """
        super().__init__(bases=[NamedAuthor], **kept)
        town = town or (f"{measure}__municipality" if measure else "")
        self.told = (text, town, measure, name)

    def finalize(self, sender: type[models.Model], **given: Any) -> None:
        """Note the kind and label its links as soon as the model is there."""
        if sender is self.cls:
            KINDS[sender] = HistoryKind(sender, *self.told)
            label_links(sender)
        super().finalize(sender, **given)


def label_links(model: type[models.Model]) -> None:
    """Call each link without a label as what it links to."""
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        kind = KINDS.get(field.remote_field.model) if field.remote_field else None
        own = field._verbose_name  # type: ignore[attr-defined]
        if kind is not None and own is None:
            field.verbose_name = said(kind.text.de, kind.text.en)
