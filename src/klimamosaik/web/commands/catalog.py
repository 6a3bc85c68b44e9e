"""The catalogue of open data, from the command line."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from klimamosaik.terms.complaint import rejected
from klimamosaik.web.commands import app, start_django

if TYPE_CHECKING:
    from klimamosaik.publication.queries.known import Known

UNSAID = "http://localhost:8000"  # where nobody set KLIMAMOSAIK_ADDRESS


class CatalogueForm(StrEnum):
    """How the catalogue is written."""

    TURTLE = "turtle"
    XML = "xml"
    JSON_LD = "json-ld"


@app.command()
def catalog(
    municipality: Annotated[
        str | None, typer.Option(help="Official key (AGS), eight digits; all without it.")
    ] = None,
    form: Annotated[
        CatalogueForm, typer.Option("--format", help="Turtle, RDF/XML or JSON-LD.")
    ] = CatalogueForm.TURTLE,
) -> None:
    """Print the catalogue of open data (DCAT-AP.de 3.0), every dataset in one document."""
    start_django()
    from django.conf import settings

    from klimamosaik.publication.public.catalogue.catalogue import written
    from klimamosaik.publication.public.catalogue.entry import whole_root
    from klimamosaik.publication.public.catalogue.views import page_of

    knowns = asked_for(municipality)
    address = settings.PUBLIC_ADDRESS or UNSAID
    page = page_of(knowns, address, whole_root(municipality or ""), form.value)
    typer.echo(written(page, form.value).decode(), nl=False)


def asked_for(ags: str | None) -> "Sequence[Known]":
    """What is public of the municipality meant, or of all. Raises InputRejected."""
    from django.utils import timezone

    from klimamosaik.publication.queries.known import Known
    from klimamosaik.publication.queries.published import (
        NoLongerPublic,
        NotPublic,
        published_in,
        towns_published,
    )

    at = timezone.now()
    wanted = towns_published() if ags is None else [ags]
    try:
        return [Known(published_in(each), at) for each in wanted]
    except (NotPublic, NoLongerPublic) as refusal:
        raise rejected(
            "nothing_public",
            "Von {ags} ist nichts öffentlich. Bitte zuerst veröffentlichen, oder den "
            "Gemeindeschlüssel prüfen (acht Ziffern).",
            "Nothing is public of {ags}. Please publish first, or check the official key (AGS, "
            "eight digits).",
            ags=ags or "",
        ) from refusal
