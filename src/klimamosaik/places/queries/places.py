"""Doors that read places and people."""

from django.db.models import Max

from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.terms.complaint import rejected

NAMED = 5  # municipalities a refusal names


def known_municipality(*, ags: str) -> Municipality:
    """The municipality of a key. Raises Refused, naming some there are, where it is not here."""
    found = Municipality.objects.filter(ags=ags).first()
    if found is not None:
        return found
    held = ", ".join(f"{each.ags} {each.name}" for each in Municipality.objects.all()[:NAMED])
    if not held:
        raise rejected(
            "unknown_municipality",
            "Zum Gemeindeschlüssel „{ags}“ gibt es hier keine Gemeinde: Lesen Sie zuerst Dateien "
            "ein.",
            "There is no municipality with the key “{ags}” here: import files first.",
            ags=ags,
        )
    raise rejected(
        "unknown_municipality",
        "Zum Gemeindeschlüssel „{ags}“ gibt es hier keine Gemeinde; es gibt: {held}.",
        "There is no municipality with the key “{ags}” here; there are: {held}.",
        ags=ags,
        held=held,
    )


def master_data(*, municipality: Municipality) -> tuple[object, ...]:
    """What changes whenever a building, meter point, population or the municipality does."""
    histories = (
        Municipality.history.filter(ags=municipality.pk),
        Building.history.filter(municipality_id=municipality.pk),
        MeterPoint.history.filter(building__municipality_id=municipality.pk),
    )
    newest = [history.aggregate(Max("history_id"))["history_id__max"] for history in histories]
    people = municipality.populations.order_by("year").values_list("year", "inhabitants", "source")
    return (*newest, tuple(people))
