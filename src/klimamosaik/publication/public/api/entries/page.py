"""A page of a list, and how to go on."""

from typing import Annotated, Generic, TypeVar

from klimamosaik.publication.public.api.entries.values import ApiEntity, described
from klimamosaik.terms.text import Text

Listed = TypeVar("Listed")
Total = Annotated[int, described(Text("Einträge insgesamt", "entries in all"))]
Next = Annotated[
    str | None,
    described(
        Text(
            "Adresse der nächsten Einträge, ab dem Rechnernamen; leer: es gibt keine weiteren",
            "address of the next entries, from the host on; null: there are no more",
        )
    ),
]


class EntryPage(ApiEntity, Generic[Listed]):
    """Some entries of a list."""

    items: list[Listed]
    total: Total
    next: Next
