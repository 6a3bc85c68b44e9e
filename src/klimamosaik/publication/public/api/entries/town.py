"""Municipalities, and what their measures bring together."""

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator

from klimamosaik.publication.public.api.entries.values import (
    EUR_PER_TONNE,
    ApiEntity,
    EstimateEntry,
    SaidText,
    Share,
    Tonnes,
    UnitValue,
    described,
    known_or,
    known_value,
    taken,
)
from klimamosaik.publication.queries.results import PublicAnswer
from klimamosaik.terms.field import Field
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text

SavedRange = Annotated[EstimateEntry, BeforeValidator(known_or("MWh/a"))]  # type: ignore[valid-type]


class LicenceEntry(ApiEntity):
    """A licence of data."""

    code: str
    name: SaidText
    short: str
    iri: Annotated[str, described(Text("Adresse in DCAT-AP.de", "its address in DCAT-AP.de"))]
    web: Annotated[str, described(Text("Wortlaut", "its text"))]


class TownEntry(ApiEntity):
    """A municipality whose page is public."""

    ags: Annotated[str, described(Text("amtlicher Gemeindeschlüssel", "official municipality key"))]
    name: str
    synthetic: Annotated[
        bool,
        described(
            Text("erfundene Stadt, alle Zahlen auch", "an invented town, and so are its figures")
        ),
    ]
    publisher: str
    desk: Annotated[str, described(Text("Funktion, die antwortet", "the role that answers"))]
    email: Annotated[str, described(Text("Postfach dieser Funktion", "mailbox of that role"))]
    website: str
    licence: LicenceEntry
    attribution: Annotated[SaidText, described(Text("so nennen", "name it so"))]
    state: Annotated[str, described(Text("Bundesland", "federal state"))]
    inhabitants: int | None
    inhabitants_year: int | None
    inhabitants_source: str
    latitude: Annotated[float | None, described(Text("WGS 84", "WGS 84"))]
    longitude: Annotated[float | None, described(Text("WGS 84", "WGS 84"))]
    since: Annotated[datetime, described(Text("öffentlich seit", "public since"))]


class KindEntry(ApiEntity):
    """The published measures of one field of action, as far as meters tell."""

    field: Field
    measures: int
    measured: int
    saved: Annotated[int, described(Text("davon gespart", "of these saved"))]
    worse: Annotated[int, described(Text("davon mehr verbraucht", "of these used more"))]
    middle: Annotated[
        Share,
        described(
            Text(
                "Einsparung in der Mitte, mit der kleinsten und der größten; bei einer ihre Spanne",
                "median saving with the least and the most; of a single one its range",
            )
        ),
    ]


class AnswerEntry(ApiEntity):
    """What the published measures bring together."""

    measures: Annotated[
        int,
        described(
            Text(
                "veröffentlichte Maßnahmen ohne die gestoppten",
                "published measures without the stopped ones",
            )
        ),
    ]
    measured: Annotated[int, described(Text("davon gemessen", "of these measured"))]
    saved_mwh: Annotated[
        UnitValue, described(Text("Einsparung, die Zähler zeigen", "saving that meters show"))
    ]
    saved: Annotated[SavedRange, described(Text("dieselbe mit Spanne", "the same with its range"))]
    tonnes: Annotated[
        Tonnes, described(Text("Minderung, die Zähler zeigen", "reduction that meters show"))
    ]
    expected: Annotated[
        Tonnes,
        described(
            Text(
                "erwartete Minderung der noch nicht gemessenen",
                "expected reduction of those not measured yet",
            )
        ),
    ]
    need_t: Annotated[
        UnitValue,
        described(
            Text("bis zum Zieljahr nötige Minderung", "reduction needed by the target's year")
        ),
    ]
    target_year: int
    share: Annotated[Share, described(Text("Gemessenes am Nötigen", "measured of what is needed"))]
    worse: Annotated[
        list[SaidText], described(Text("was schlechter wurde, einzeln", "what got worse, each"))
    ]
    kinds: Annotated[
        list[KindEntry],
        described(Text("welche Handlungsfelder wirken", "which fields of action work")),
    ]
    data_version: int
    eur_per_t: UnitValue
    per_head_kwh: UnitValue
    per_head_kg: UnitValue


def answer_entry(one: PublicAnswer) -> AnswerEntry:
    """What the published measures bring together; each number known as the answer says."""
    saved_by = one.saved.quality if one.saved else Quality.UNKNOWN
    return taken(
        AnswerEntry,
        one,
        saved_mwh=known_value(one.saved_mwh, "MWh/a", saved_by),
        need_t=known_value(one.need_t, "t CO₂e/a", one.need_known_by),
        eur_per_t=known_value(one.eur_per_t, EUR_PER_TONNE, one.price_known_by),
        per_head_kwh=known_value(one.per_head_kwh, "kWh/a", one.kwh_known_by),
        per_head_kg=known_value(one.per_head_kg, "kg CO₂e/a", one.kg_known_by),
    )


class TownValueEntry(ApiEntity):
    """A municipality's number per head."""

    ags: str
    name: str
    value: Annotated[
        float, described(Text("in der Einheit des Vergleichs", "in the comparison's unit"))
    ]
    inhabitants: Annotated[int | None, described(Text("neueste Zahl", "newest number"))]
    inhabitants_year: int | None


class ComparisonEntry(ApiEntity):
    """A number per head of one year and one method beside those of like municipalities."""

    figure: Annotated[str, described(Text("Schlüssel der Zahl", "key of its figure"))]
    name: SaidText
    unit: Annotated[str, described(Text("je Kopf und Jahr", "per head and year"))]
    year: int
    method: SaidText
    own: TownValueEntry
    others: Annotated[
        list[TownValueEntry], described(Text("die kleinste zuerst", "the smallest first"))
    ]
    left_out: Annotated[
        list[SaidText],
        described(Text("wer nicht daneben steht, und warum", "who is not beside it, and why")),
    ]
    caution: Annotated[
        SaidText | None, described(Text("was die Zahl nicht sagt", "what the number does not say"))
    ]


class LikeTownsEntry(ApiEntity):
    """A municipality beside public ones like it."""

    how: Annotated[SaidText, described(Text("wer ähnlich ist", "who is alike"))]
    comparisons: list[ComparisonEntry]
    missing: Annotated[
        SaidText | None,
        described(
            Text(
                "was fehlt, wenn keine daneben steht", "what is missing where none stands beside it"
            )
        ),
    ]
