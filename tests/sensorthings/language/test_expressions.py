"""Expressions: what stands where, and what binds more tightly."""

from datetime import UTC, datetime, timedelta

import pytest

from klimamosaik.sensorthings.language.expressions import read_expression
from klimamosaik.sensorthings.language.moments import read_duration, read_moment, read_span
from klimamosaik.sensorthings.language.options import (
    Expression,
    FunctionCall,
    Literal,
    PropertyPath,
)
from klimamosaik.sensorthings.language.reading import parse
from klimamosaik.terms.complaint import InputRejected


def written(tree: Expression) -> str:
    """A tree with all its brackets, operators before their operands."""
    if isinstance(tree, Literal):
        return tree.said
    if isinstance(tree, PropertyPath):
        return "/".join(tree.steps)
    inside = " ".join(map(written, tree.arguments))
    return f"({tree.name} {inside})" if inside else f"({tree.name})"


def read(text: str) -> str:
    """An expression, written with all its brackets."""
    return written(read_expression(text, "$filter"))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 add 2 mul 3 eq 7", "(eq (add 1 (mul 2 3)) 7)"),
        ("(1 add 2) mul 3 eq 9", "(eq (mul (add 1 2) 3) 9)"),
        ("7 sub 2 sub 1 eq 4", "(eq (sub (sub 7 2) 1) 4)"),
        ("8 div 4 div 2 eq 1", "(eq (div (div 8 4) 2) 1)"),
        ("a or b and c", "(or a (and b c))"),
        ("(a or b) and c", "(and (or a b) c)"),
        ("a and b and c", "(and a b c)"),
        ("not a and b", "(and (not a) b)"),
        ("not a eq b", "(not (eq a b))"),
        ("not(a eq b)", "(not (eq a b))"),
        ("a gt 1 eq true", "(eq (gt a 1) true)"),
        ("-a gt -3", "(gt (sub 0 a) -3)"),
        ("a add -3 eq 1", "(eq (add a -3) 1)"),
        ("a in (1,2 , 3)", "(in a (list 1 2 3))"),
        ("a before 2026-01-01", "(before a 2026-01-01)"),
        ("length( trim(name) ) eq 1", "(eq (length (trim name)) 1)"),
        ("now()", "(now)"),
        ("Datastreams/any()", "(any Datastreams)"),
        ("Datastreams/any(d: d/name eq 'x')", "(any Datastreams (eq name x))"),
        (
            "a/any(x:x/b/any(y:y/c eq 1) and x/d eq 2)",
            "(any a (and (any b (eq c 1)) (eq d 2)))",
        ),
    ],
)
def test_what_binds_more_tightly(text: str, tree: str) -> None:
    assert read(text) == tree


@pytest.mark.parametrize("word", ["add", "in", "eq", "and", "or", "before", "any", "time", "not_"])
def test_words_of_the_language_may_be_names_of_properties(word: str) -> None:
    assert read(f"{word} eq 1") == f"(eq {word} 1)"
    assert read(f"properties/{word} eq 1 and 1 eq a") == f"(and (eq properties/{word} 1) (eq 1 a))"


def test_paths_may_have_numbers_letters_of_all_kinds_and_hyphens() -> None:
    assert read("properties/Gerät-Nr/0/x_1 eq 1") == "(eq properties/Gerät-Nr/0/x_1 1)"
    assert read("@iot.id eq 1") == "(eq id 1)"
    assert read("Datastream/@iot.id eq 1") == "(eq Datastream/id 1)"


def test_two_quotes_in_a_text_are_one() -> None:
    assert read_expression("'it''s'", "$filter") == Literal("it's", "text", "it''s")


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("3", 3, "number"),
        ("-3.5", -3.5, "number"),
        ("+1e2", 100.0, "number"),
        (".5", 0.5, "number"),
        ("9999999999999999999999", 1e22, "number"),
        ("'3'", "3", "text"),
        ("true", True, "boolean"),
        ("null", None, "null"),
        ("2026-01-01", datetime(2026, 1, 1, tzinfo=UTC), "moment"),
        ("2026-01-01T00:00:00.123Z", datetime(2026, 1, 1, 0, 0, 0, 123000, UTC), "moment"),
        ("2026-01-01t00:00:00z", datetime(2026, 1, 1, tzinfo=UTC), "moment"),
        ("2026-01-01T01:00:00+01:00", datetime(2026, 1, 1, tzinfo=UTC), "moment"),
        ("2026-01-01T00:00:00.1234567Z", datetime(2026, 1, 1, 0, 0, 0, 123456, UTC), "moment"),
        (
            "2026-01-01/2026-02-01",
            (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)),
            "span",
        ),
        ("12:30:00", timedelta(hours=12, minutes=30), "clock"),
        ("duration'P1DT2H'", timedelta(days=1, hours=2), "duration"),
        ("geography'POINT (8 52)'", "POINT (8 52)", "geometry"),
    ],
)
def test_values_are_read_as_they_are_written(text: str, value: object, kind: str) -> None:
    found = read_expression(text, "$filter")
    assert isinstance(found, Literal)
    assert (found.value, found.kind) == (value, kind)
    assert type(found.value) is type(value)


@pytest.mark.parametrize("text", ["gestern", "2026", "2026-13-01", "2026-01-01T25:00:00Z", ""])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InputRejected):
        read_moment(text)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputRejected, match="ends before it begins"):
        read_span("2026-02-01/2026-01-01")


@pytest.mark.parametrize("text", ["P", "PT", "P1M", "P1Y", "1D", "P1D2", "P" + "9" * 40 + "D"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(InputRejected):
        read_duration(text)


def test_a_negative_duration_goes_back() -> None:
    assert read_duration("-P1W") == timedelta(weeks=-1)


def condition(text: str, entities: str = "Things") -> str:
    """A filter as it is evaluated."""
    found = parse(f"$filter={text}", entities).filter
    assert found is not None
    return written(found)


def test_a_path_over_a_list_asks_its_members() -> None:
    assert condition("startswith(Datastreams/name,'x')") == "(any Datastreams (startswith name x))"


def test_parts_over_the_same_list_ask_the_same_member() -> None:
    asked = condition("Datastreams/name eq 'a' and name eq 'b' and Datastreams/id gt 3")
    assert asked == "(and (any Datastreams (and (eq name a) (gt id 3))) (eq name b))"


def test_alternatives_over_the_same_list_ask_any_member() -> None:
    asked = condition("Datastreams/name eq 'a' or Datastreams/id gt 3")
    assert asked == "(or (any Datastreams (eq name a)) (any Datastreams (gt id 3)))"


def test_lists_in_lists_are_asked_one_after_the_other() -> None:
    asked = condition("Datastreams/Observations/result gt 3")
    assert asked == "(any Datastreams (any Observations (gt result 3)))"


def test_all_is_told_as_none_for_which_it_is_not_so() -> None:
    asked = condition("Datastreams/all(d: d/id gt 3)")
    assert asked == "(not (any Datastreams (not (gt id 3))))"


def test_in_is_told_as_alternatives() -> None:
    assert condition("name in ('a','b')") == "(or (eq name a) (eq name b))"
    assert condition("name in ('a')") == "(eq name a)"


def test_a_text_beside_a_time_is_read_as_a_time() -> None:
    asked = parse("$filter=phenomenonTime gt '2026-01-01T00:00:00Z'", "Datastreams").filter
    assert isinstance(asked, FunctionCall)
    assert asked.arguments[1] == Literal(
        datetime(2026, 1, 1, tzinfo=UTC), "moment", "2026-01-01T00:00:00Z"
    )
    with pytest.raises(InputRejected):
        parse("$filter=phenomenonTime gt 'gestern'", "Datastreams")
