"""Query options of a request, read and checked before anything is answered."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimamosaik.sensorthings.language.options import ExpandItem, PropertyPath, QueryOptions
from klimamosaik.sensorthings.language.reading import LONGEST, UNSUPPORTED, parse
from klimamosaik.terms.complaint import InputRejected


def code_of(query: str, entities: str = "Things") -> str:
    """The code of the one complaint about a query."""
    with pytest.raises(InputRejected) as refused:
        parse(query, entities)
    (problem,) = refused.value.complaints
    assert problem.text.de != problem.text.en
    return problem.code


def item(options: QueryOptions, *names: str) -> QueryOptions:
    """The options of an expanded relation."""
    for name in names:
        options = next(each.options for each in options.expand if each.name == name)
    return options


@pytest.mark.parametrize("mark", [";", "%3B"])
def test_a_semicolon_in_expand_may_be_plain_or_encoded(mark: str) -> None:
    options = parse(f"$expand=Locations($select=id{mark}$top=1)", "Things")
    assert item(options, "Locations").select == ("id",)
    assert item(options, "Locations").top == 1


def test_the_dollar_sign_may_be_encoded() -> None:
    assert parse("%24top=3", "Things").top == 3


def test_all_options_are_read() -> None:
    query = "$filter=name eq 'a'&$count=true&$orderby=name desc,id&$skip=2&$top=3&$select=name"
    options = parse(query + "&$expand=Datastreams&$resultFormat=dataArray", "Things")
    assert options.count is True
    assert (options.skip, options.top) == (2, 3)
    assert [(each.by, each.descending) for each in options.orderby] == [
        (PropertyPath(("name",)), True),
        (PropertyPath(("id",)), False),
    ]
    assert options.select == ("name",)
    assert options.expand == (ExpandItem("Datastreams", QueryOptions()),)
    assert options.result_format == "dataArray"
    assert next(iter(options.said)) == "$filter"


def test_the_older_spelling_of_result_format_is_read() -> None:
    assert parse("resultFormat=dataArray&$top=3", "Observations").result_format == "dataArray"


def test_what_was_said_is_kept_for_next_links_with_nested_names() -> None:
    options = parse("$filter=unitOfMeasurement/name%20eq%20'metre'", "Datastreams")
    assert options.said == {"$filter": "unitOfMeasurement/name eq 'metre'"}
    nested = parse("$expand=Datastreams($expand=Observations($top=1;$select=result))", "Things")
    assert item(nested, "Datastreams").said == {"$expand": "Observations($top=1;$select=result)"}
    assert item(nested, "Datastreams", "Observations").said == {"$top": "1", "$select": "result"}


def test_expand_by_slash_gives_its_options_to_the_last_step() -> None:
    options = parse("$expand=Datastreams/ObservedProperty($select=name)", "Things")
    assert item(options, "Datastreams").select == ()
    assert item(options, "Datastreams", "ObservedProperty").select == ("name",)


def test_the_same_relation_expanded_twice_is_expanded_once_with_both_inside() -> None:
    query = "$expand=Datastreams($top=2),Datastreams/Sensor,Datastreams/Thing/Locations"
    (both,) = parse(query, "Things").expand
    assert both.options.top == 2
    assert [each.name for each in both.options.expand] == ["Sensor", "Thing"]
    assert both.options.said == {"$top": "2", "$expand": "Sensor,Thing/Locations"}


def test_marks_in_quotes_separate_nothing() -> None:
    query = "$expand=Datastreams($filter=name eq 'a;b,(c''';$top=1),Locations"
    options = parse(query, "Things")
    assert item(options, "Datastreams").top == 1
    assert [each.name for each in options.expand] == ["Datastreams", "Locations"]


def test_a_plus_sign_is_a_space_and_an_offset_survives_it() -> None:
    plain = parse("$filter=time+ge+2026-01-01T00:00:00+01:00", "HistoricalLocations")
    encoded = parse("$filter=time%20ge%202026-01-01T00:00:00%2B01:00", "HistoricalLocations")
    assert "2025, 12, 31, 23" in str(plain.filter)
    assert str(plain.filter).partition("said=")[0] == str(encoded.filter).partition("said=")[0]


@pytest.mark.parametrize("query", ["%20$top=1", " $top=1", "+$top=1", "$top%20=1"])
def test_a_space_before_an_option_is_told(query: str) -> None:
    assert code_of(query) == "space_before_option"


def test_a_space_before_a_nested_option_is_told() -> None:
    assert code_of("$expand=Datastreams($top=1; $select=name)") == "space_before_option"


@pytest.mark.parametrize("value", ["-1", "drei", "", "1.5", "1e3", "%2B1", "%20", "٣"])
@pytest.mark.parametrize("option", ["$top", "$skip"])
def test_top_and_skip_are_whole_numbers_from_zero_on(option: str, value: str) -> None:
    assert code_of(f"{option}={value}") == "no_whole_number"


def test_a_giant_top_is_as_good_as_any() -> None:
    assert parse(f"$top={'9' * 1000}", "Things").top == 2**31 - 1


@pytest.mark.parametrize("value", ["1", "TRUE", "ja", "", "true,false"])
def test_count_is_true_or_false(value: str) -> None:
    assert code_of(f"$count={value}") == "unknown_value"


@pytest.mark.parametrize(
    "query", ["$foo=1", "top=1", "$Filter=name eq 'a'", "$search=x", "$top/x=1"]
)
def test_an_unknown_option_is_told_and_is_501(query: str) -> None:
    assert code_of(query) == "unknown_option"
    assert code_of(query) in UNSUPPORTED


def test_an_option_told_twice_is_refused() -> None:
    assert code_of("$top=1&$top=2") == "option_twice"
    assert code_of("$expand=Datastreams($top=1),Datastreams($top=2)") == "option_twice"


@pytest.mark.parametrize(
    "query",
    [
        "$orderby=farbe",
        "$filter=farbe eq 1",
        "$select=farbe",
        "$select=",
        "$select=name,,id",
        "$expand=Farben",
        "$expand=",
        "$expand=Datastreams($filter=farbe eq 1)",
        "$expand=Datastreams($expand=Observations($orderby=farbe))",
        "$expand=Datastreams/Sensor($select=farbe)",
        "$expand=Locations/Farben",
        "$filter=Datastreams/farbe eq 1",
        "$filter=Datastreams/any(d: d/farbe eq 1)",
        "$filter=name/teil eq 'a'",
        "$filter=Datastreams eq 1",
    ],
)
def test_unknown_names_are_told_however_deep(query: str) -> None:
    assert code_of(query) == "unknown_property"


@pytest.mark.parametrize(
    "query",
    [
        "$expand=Datastreams(",
        "$expand=Datastreams)",
        "$expand=Datastreams($filter=name eq 'a)",
        "$expand=Datastreams($top=1)x",
        "$filter=name eq",
        "$filter=",
        "$filter=name eq 'a",
        "$filter=(name eq 'a'",
        "$filter=name",
        "$filter=name = 'a'",
        "$filter=name eq 'a' name eq 'b'",
        "$orderby=",
        "$orderby=name,",
        "$orderby=name up",
        "$orderby=name desc asc",
        "$resultFormat=CSV",
        "$filter=name eq 'a'%00",
        "$filter=name eq '%FF'",
        "$orderby=Datastreams/name",
        "$filter=foo(name) eq 1",
        "$filter=length(name,name) eq 1",
        "$filter=length() eq 1",
        "$filter=name add 1 eq 2",
        "$filter=year(name) eq 2024",
        "$filter=geo.distance(name,name) lt 1",
        "$filter=id eq " + "9" * 5000,
        "$filter=id eq 1e999",
        "$filter=id in ()",
        "$filter=Datastreams/any(d: name eq 'a')",
        "$filter=Datastreams/all()",
        "$filter=Datastreams/name eq name",
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(query: str) -> None:
    assert code_of(query)


@pytest.mark.parametrize(
    "query",
    [
        "$filter=" + "(" * 300 + "id eq 1" + ")" * 300,
        "$filter=" + "not " * 300 + "id eq 1",
        "$filter=id eq " + "-" * 300 + "1",
        "$filter=" + " add ".join(["1"] * 300) + " eq 1",
        "$filter=" + " or ".join(["id eq 1"] * 2000),
        "$filter=id in (" + ",".join(["1"] * 2000) + ")",
        "$expand=" + "Datastreams($expand=Thing($expand=" * 100 + "Locations" + "))" * 100,
        "$expand=" + "/".join(["Datastreams", "Thing"] * 100),
        "$filter=id eq " + "(" * 14_000,
        "$filter=" + "length(" * 300 + "name" + ")" * 300 + " eq 1",
    ],
)
def test_what_is_nested_too_deeply_is_refused_and_never_exhausts_the_stack(query: str) -> None:
    assert code_of(query)


def test_ten_megabytes_are_refused_by_their_length() -> None:
    assert code_of("$filter=" + "a" * 10_000_000) == "query_too_long"
    assert LONGEST < 100_000


def test_four_hundred_alternatives_are_fine() -> None:
    query = "$filter=" + " or ".join(f"id eq {each}" for each in range(300))
    assert parse(query, "Things").filter is not None


def test_empty_pieces_of_a_query_are_nothing() -> None:
    assert parse("", "Things") == QueryOptions()
    assert parse("&$top=1&", "Things").top == 1


WORDS = re.split(
    r"\s",
    """$filter= $expand= $top= $orderby= & ; ( ) , ' / %20 %3B name Datastreams properties a eq
and not add in any d: - 1 2026-01-01 T00:00:00Z null true geography'POINT(1%202)' duration'P1D'
st_within length now() %00 %FF ä @iot.id 1e999 %2B""",
)


@given(st.lists(st.sampled_from(WORDS), max_size=25).map("".join) | st.text(max_size=60))
def test_whatever_is_sent_is_read_or_refused(query: str) -> None:
    for entities in ("Things", "Observations"):
        with suppress(InputRejected):
            assert parse(query, entities) == parse(query, entities)
