"""What programs are told is turned into plain values in one way."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.document import Document, document, plain, written
from klimamosaik.terms.text import Text

HEAT = Text("Wärme", "heat")
SUMMER = timezone(timedelta(hours=2))


@dataclass(frozen=True)
class Pipe:
    """Something with parts."""

    name: Text
    laid: date | None
    parts: tuple["Pipe", ...] = ()


VALUES = [
    (HEAT, {"de": "Wärme", "en": "heat"}),
    (Carrier.GAS, "gas"),
    (Decimal("12.50"), 12.5),
    (date(2026, 1, 2), "2026-01-02"),
    (datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "2026-01-02T03:04:00Z"),
    (datetime(2026, 1, 2, 3, 4, 5, 678999, tzinfo=UTC), "2026-01-02T03:04:05.678Z"),
    (datetime(2026, 7, 2, 3, 4, tzinfo=SUMMER), "2026-07-02T03:04:00+02:00"),
    ((True, None, 1, 1.5, "a"), [True, None, 1, 1.5, "a"]),
    ({Carrier.GAS: HEAT, 2026: ()}, {"gas": {"de": "Wärme", "en": "heat"}, "2026": []}),
    (
        Pipe(HEAT, None, (Pipe(HEAT, date(2026, 1, 2)),)),
        {
            "name": {"de": "Wärme", "en": "heat"},
            "laid": None,
            "parts": [
                {"name": {"de": "Wärme", "en": "heat"}, "laid": "2026-01-02", "parts": []}
            ],
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("value", "told"), VALUES)
def test_each_value_has_one_form(value: Any, told: Any) -> None:
    found = plain(value)
    assert found == told
    assert type(found) is type(told)


@pytest.mark.parametrize(("value", "told"), VALUES)
def test_what_is_written_is_what_is_plain(value: Any, told: Any) -> None:
    assert json.loads(written({"it": value})) == {"it": told}


def test_letters_are_written_as_they_are() -> None:
    assert written({"it": HEAT}) == '{"it": {"de": "Wärme", "en": "heat"}}'


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="null"):
        plain({"it": value})
    with pytest.raises(ValueError, match="JSON"):
        written({"it": value})


def test_what_no_document_carries_is_refused_by_its_name() -> None:
    with pytest.raises(TypeError, match="set"):
        plain({"it": {1, 2}})


def test_a_function_that_gathers_gives_plain_values() -> None:
    @document
    def heat(*, year: int) -> Document:
        """Heat of a year."""
        return {"year": year, "what": HEAT}

    assert heat(year=2026) == {"year": 2026, "what": {"de": "Wärme", "en": "heat"}}
    assert heat.__doc__ == "Heat of a year."
