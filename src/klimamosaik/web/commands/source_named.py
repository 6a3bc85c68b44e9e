"""Which town, kind and source the words of a command mean, and the password a file holds."""

from pathlib import Path
from typing import TYPE_CHECKING

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.whole_number import whole_number

if TYPE_CHECKING:
    from klimamosaik.places.models import Municipality
    from klimamosaik.streams.models import DataSource, SourceKind

KINDS = "sensorthings, mqtt, push, folder, own"


def town_meant(ags: str | None) -> "Municipality":
    """The municipality named, or the only one there is."""
    from klimamosaik.places.queries.places import municipality_meant

    return municipality_meant(ags=ags, option="--town")


def town_looked_at(kind: "SourceKind", ags: str | None) -> "Municipality":
    """The municipality a source is looked at for: only of files it matters whose they are."""
    from klimamosaik.places.models import Municipality
    from klimamosaik.streams.models import SourceKind

    return town_meant(ags) if ags or kind is SourceKind.FOLDER else Municipality()


def kind_named(text: str) -> "SourceKind":
    """The way in that was named. Raises InputRejected for any other."""
    from klimamosaik.streams.models import SourceKind

    if text not in set(SourceKind):
        raise rejected(
            "unknown_kind",
            "„{text}“ ist kein Weg, auf dem Daten kommen; möglich sind {kinds}.",
            "“{text}” is no way in; possible are {kinds}.",
            text=text,
            kinds=KINDS,
        )
    return SourceKind(text)


def kind_meant(text: str) -> "SourceKind | None":
    """What an address is the address of; None where it is no address."""
    from klimamosaik.streams.models import SourceKind

    if text == SourceKind.OWN:
        return SourceKind.OWN
    if text.startswith(("http://", "https://")):
        return SourceKind.SENSORTHINGS
    if text.startswith(("mqtt://", "mqtts://")):
        return SourceKind.MQTT
    return SourceKind.FOLDER if "/" in text and Path(text).is_dir() else None


def source_named(text: str, ags: str | None) -> "DataSource":
    """The source of this name or number. Raises InputRejected where there is none, or several."""
    from klimamosaik.streams.models import DataSource

    found = DataSource.objects.select_related("municipality")
    if ags is not None:
        found = found.filter(municipality=ags)
    meant = list(found.filter(name=text)[:2]) or list(found.filter(pk=whole_number(text) or 0))
    if len(meant) == 1:
        return meant[0]
    listed = ", ".join(f"{each.pk} {each.name}" for each in found[:5]) or "–"
    raise rejected(
        "unknown_source",
        "„{text}“ ist keine Quelle, oder mehrere; es gibt: {listed}.",
        "“{text}” is no source, or several; there are: {listed}.",
        text=text,
        listed=listed,
    )


def secret_in(path: Path | None) -> str:
    """The password a file holds; "" where none is named."""
    from klimamosaik.web.commands.importing import bytes_of

    return "" if path is None else bytes_of(path).decode("utf-8", errors="replace").strip()
