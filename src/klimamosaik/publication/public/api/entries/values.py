"""Values that say what they are: sentences in both languages, numbers with units, ranges."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Annotated, Any, TypeVar

from ninja import Field
from pydantic import BaseModel, BeforeValidator, ConfigDict, create_model
from pydantic.fields import FieldInfo

from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.quality import QUALITY_WORDS, Quality
from klimamosaik.terms.text import Text

SAID = "x-said"  # a sentence in both languages, on its way to the description of one


def described(text: Text) -> FieldInfo:
    """What a field means, in both languages."""
    info: FieldInfo = Field(json_schema_extra={SAID: {"de": text.de, "en": text.en}})
    return info


class ApiEntity(BaseModel):
    """Anything an answer holds; fields that are called as in a public result are taken from it."""

    model_config = ConfigDict(from_attributes=True)


Made = TypeVar("Made", bound=ApiEntity)


def taken(model: type[Made], source: object, **more: object) -> Made:
    """An entry from a public result, with what the result does not say by itself."""
    values = {
        name: more[name] if name in more else getattr(source, name) for name in model.model_fields
    }
    return model.model_validate(values)


class SaidText(ApiEntity):
    """A sentence or name in both languages."""

    de: str
    en: str


MEANINGS = {
    "mean": Text("Wert; leer: unbekannt", "value; null: unknown"),
    "low": Text("unteres Ende der Spanne", "low end of the range"),
    "high": Text("oberes Ende der Spanne", "high end of the range"),
    "unit": Text("Einheit aller drei", "unit of all three"),
    "confidence": Text(
        "mit welcher Sicherheit der wahre Wert in der Spanne liegt, 0 bis 1",
        "how surely the true value lies in the range, 0 to 1",
    ),
    "quality": QUALITY_WORDS,
}
TYPES: dict[str, Any] = {"unit": str, "quality": Quality}  # all others are numbers
# Built from Estimate itself: there is no second class with a low and a high end.
FIELDS: dict[str, Any] = {
    each.name: Annotated[TYPES.get(each.name, float | None), described(MEANINGS[each.name])]
    for each in fields(Estimate)
    if each.name in MEANINGS
}
EstimateEntry = create_model(
    "EstimateEntry", __base__=ApiEntity, __doc__="A figure with its range.", **FIELDS
)


@dataclass(frozen=True)
class UnknownEstimate:
    """What nobody knows: null with its unit, never zero."""

    unit: str
    mean: None = None
    confidence: None = None
    quality: Quality = Quality.UNKNOWN

    def __getattr__(self, name: str) -> None:
        if name in MEANINGS:
            return
        raise AttributeError(name)


def known_or(unit: str) -> Callable[[Estimate | None], object]:
    """An estimate, or that it is unknown in this unit."""
    return lambda estimate: UnknownEstimate(unit) if estimate is None else estimate


class UnitValue(ApiEntity):
    """A number with its unit."""

    value: Annotated[float | None, described(Text("leer: unbekannt", "null: unknown"))]
    unit: str
    quality: Quality


def known_value(value: float | None, unit: str, quality: Quality) -> UnitValue:
    """A number with its unit, known as its result says; unknown has the quality unknown."""
    return UnitValue(value=value, unit=unit, quality=Quality.UNKNOWN if value is None else quality)


def in_unit(unit: str, quality: Quality) -> Callable[[float | None], UnitValue]:
    """What of every result is known in the same way, such as what a person stated."""

    def told(value: float | None) -> UnitValue:
        return known_value(value, unit, quality)

    return told


Tonnes = Annotated[EstimateEntry, BeforeValidator(known_or("t CO₂e/a"))]  # type: ignore[valid-type]
Share = Annotated[EstimateEntry, BeforeValidator(known_or("%"))]  # type: ignore[valid-type]
Energy = Annotated[EstimateEntry, BeforeValidator(known_or("kWh"))]  # type: ignore[valid-type]
Euro = Annotated[UnitValue, BeforeValidator(in_unit("EUR", Quality.STATED))]
EUR_PER_TONNE = "EUR/t CO₂e"
Area = Annotated[UnitValue, BeforeValidator(in_unit("m²", Quality.STATED))]
