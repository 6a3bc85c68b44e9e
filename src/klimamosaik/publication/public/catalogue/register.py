"""The published measures as a dataset."""

from collections.abc import Iterable

from klimamosaik.publication.public.api.entries.measure import MeasureEntry
from klimamosaik.publication.public.api.files import Suffix, as_file
from klimamosaik.publication.public.api.routes.measures import all_measures
from klimamosaik.publication.public.catalogue.entry import ENDPOINT, OfferedFile
from klimamosaik.publication.public.catalogue.files import offered
from klimamosaik.publication.queries.known import Known

TABLES: tuple[Suffix, ...] = ("csv", "parquet")


def register_files(known: Known) -> Iterable[OfferedFile]:
    """All measures in one file, as the interface for programs answers it."""
    ags, found = known.town.ags, all_measures(known)
    for suffix in TABLES:
        answer = as_file(suffix, f"measures-{ags}", MeasureEntry, found)
        path = f"{ENDPOINT}municipalities/{ags}/measures.{suffix}"
        yield offered(suffix, path, b"".join(iter(answer)))
