"""The database and polars say the same of the same expression."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from klimamosaik.observations.models import Thing
from klimamosaik.sensorthings.language.reading import parse
from klimamosaik.sensorthings.selecting.entities import Selecting
from klimamosaik.sensorthings.selecting.readings import reading_rule
from klimamosaik.terms.complaint import InputRejected
from tests.sensorthings.selecting.conftest import NOW, SeesAll
from tests.sensorthings.selecting.test_readings import reading, table

NUMBERS = ["0", "1", "-2", "3.5", "7", "0.1", "1000000", "9999999999", "-0.5", "1e3", "2.5"]
TEXTS = ["''", "'a'", "'Abc'", "'bc'", "'3'", "'ÄÖ'", "'ß'", "' a '", "'10'", "'%25'", "'_'"]
TIMES = ["now()", "2026-03-01", "2024-02-29T23:59:59.5Z", "1969-07-20T20:17:40Z", "1900-01-01"]
SPANS = ["2026-01-01/2026-03-01", "2026-02-01/2026-04-01", "2026-03-01/2026-03-01"]
ARITHMETIC = st.sampled_from([" add ", " sub ", " mul ", " div ", " mod "])
PARTS = st.sampled_from(["year(", "month(", "day(", "hour(", "minute(", "second("])
ASKED_OF_TEXTS = st.sampled_from(["startswith(", "endswith(", "substringof(", "contains("])


def joined(*parts: Any) -> st.SearchStrategy[str]:
    """Parts written one after the other."""
    known = (st.just(each) if isinstance(each, str) else each for each in parts)
    return st.tuples(*known).map("".join)


numbers: st.SearchStrategy[str] = st.deferred(
    lambda: (
        st.sampled_from(NUMBERS)
        | joined(
            "(",
            numbers,
            ARITHMETIC,
            numbers,
            ")",
        )
        | joined(st.sampled_from(["round(", "floor(", "ceiling("]), numbers, ")")
        | joined("length(", texts, ")")
        | joined("indexof(", texts, ",", texts, ")")
        | joined(PARTS, times, ")")
        | joined("fractionalseconds(", times, ")")
    )
)
texts: st.SearchStrategy[str] = st.deferred(
    lambda: (
        st.sampled_from(TEXTS)
        | joined(st.sampled_from(["tolower(", "toupper(", "trim("]), texts, ")")
        | joined("concat(", texts, ",", texts, ")")
        | joined("substring(", texts, ",", st.sampled_from(NUMBERS[:6]), ")")
        | joined("substring(", texts, ",", numbers, ",", numbers, ")")
    )
)
times: st.SearchStrategy[str] = st.deferred(
    lambda: (
        st.sampled_from(TIMES)
        | joined("(", times, st.sampled_from([" add ", " sub "]), "duration'P1DT2H')")
        | joined("date(", times, ")")
    )
)
COMPARISONS = st.sampled_from([" eq ", " ne ", " gt ", " ge ", " lt ", " le "])
TEMPORAL = st.sampled_from(
    [" before ", " after ", " during ", " overlaps ", " meets ", " starts ", " finishes ", " gt "]
)
spans = st.sampled_from(SPANS) | times
conditions: st.SearchStrategy[str] = st.deferred(
    lambda: (
        joined(numbers, COMPARISONS, numbers)
        | joined(texts, COMPARISONS, texts)
        | joined(times, COMPARISONS, times)
        | joined(spans, TEMPORAL, spans)
        | joined(numbers, COMPARISONS, texts)
        | joined(ASKED_OF_TEXTS, texts, ",", texts, ")")
        | joined("(", conditions, st.sampled_from([" and ", " or "]), conditions, ")")
        | joined("not (", conditions, ")")
    )
)


@pytest.mark.django_db
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(conditions)
@example("'' eq substring('',0,(0 div 0))")
@example("0 gt (1 mod -2)")
@example("-1 eq (-5 mod 2)")
@example("(-0.5 mod 3.5) lt 0")
def test_both_engines_say_the_same(condition: str) -> None:
    seen = SeesAll()
    select = Selecting(seen, NOW)
    try:
        asked = parse(f"$filter={condition}", "Things").filter
    except InputRejected:
        return  # too large
    Thing.objects.get_or_create(name="One")
    in_database = select.matching("Things", seen.of("Things"), asked).exists()
    rule = reading_rule(select, asked, ())
    assert rule.keep is not None
    assert rule.keep(table(reading(1, 1.0))).height == in_database, condition


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("around", "inside"),
    [
        ("tolower(@)", "d/name"),
        ("length(@)", "d/name"),
        ("indexof('a',@)", "d/name"),
        ("substring('a',1,length(@))", "d/name"),
        ("concat('a',@)", "d/name"),
        ("round(@)", "d/id"),
        ("(1 add @)", "d/id"),
        ("(1 div @)", "d/id"),
        ("(1 mod @)", "d/id"),
        ("year(now() add duration'P1D' mul @)", "d/id"),
    ],
)
def test_what_may_be_nested_is_understood_by_the_database(around: str, inside: str) -> None:
    seen, nested, deepest = SeesAll(), inside, 0
    while True:
        nested = around.replace("@", nested)
        try:
            asked = parse(f"$filter=Datastreams/any(d: {nested} eq '1')", "Things")
        except InputRejected:
            break
        deepest += 1
        assert not Selecting(seen, NOW).matching("Things", seen.of("Things"), asked.filter).exists()
    assert deepest > 2
