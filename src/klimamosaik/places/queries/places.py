"""Doors that read places and people."""

from django.db.models import Max

from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.terms.complaint import InputRejected, rejected

NAMED = 5  # municipalities a refusal names


def known_municipality(*, ags: str) -> Municipality:
    """The municipality of a key.

    Raises InputRejected, naming some there are, where it is not here.
    """
    found = Municipality.objects.filter(ags=ags).first()
    if found is not None:
        return found
    if held := held_here():
        raise rejected(
            "unknown_municipality",
            "Zum Gemeindeschlüssel „{ags}“ gibt es hier keine Gemeinde; es gibt: {held}.",
            "There is no municipality with the key “{ags}” here; there are: {held}.",
            ags=ags,
            held=held,
        )
    raise rejected(
        "unknown_municipality",
        "Zum Gemeindeschlüssel „{ags}“ gibt es hier keine Gemeinde: Lesen Sie zuerst Dateien ein.",
        "There is no municipality with the key “{ags}” here: import files first.",
        ags=ags,
    )


def municipality_meant(*, ags: str | None, option: str) -> Municipality:
    """The municipality of a key or, without one, the only one there is.

    Raises InputRejected where the key is unknown, or where none is given and there are none or
    several; `option` is the word of the command line that names one.
    """
    if ags is not None:
        return known_municipality(ags=ags)
    known = list(Municipality.objects.all()[:2])
    if len(known) == 1:
        return known[0]
    if known:
        raise which_municipality(option=option)
    raise rejected(
        "no_municipality",
        "Hier ist noch keine Gemeinde angelegt: Lesen Sie zuerst Dateien ein.",
        "No municipality is set up here yet: import files first.",
    )


def which_municipality(*, option: str) -> InputRejected:
    """The question which municipality is meant, with some of those there are."""
    if held := held_here():
        return rejected(
            "which_municipality",
            "Für welche Gemeinde? Bitte {option} AGS angeben; es gibt: {held}.",
            "For which municipality? Please give {option} AGS; there are: {held}.",
            option=option,
            held=held,
        )
    return rejected(
        "which_municipality",
        "Für welche Gemeinde? Bitte {option} AGS angeben, z. B. {option} 03403000.",
        "For which municipality? Please give {option} AGS, e.g. {option} 03403000.",
        option=option,
    )


def held_here() -> str:
    """Keys and names of some municipalities; empty where there is none."""
    some = [f"{each.ags} {each.name}" for each in Municipality.objects.all()[: NAMED + 1]]
    return ", ".join([*some[:NAMED], "…"] if len(some) > NAMED else some)


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
