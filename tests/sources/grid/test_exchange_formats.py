"""Green Button and MSCONS: what utilities and grid operators exchange."""

import pytest

from klimamosaik.sources.grid.opening import open_file
from klimamosaik.sources.grid.part import OpenedFile
from klimamosaik.terms.complaint import InputRejected


def opened(text: str, name: str = "werte.txt") -> OpenedFile:
    return open_file(text.encode(), name=name, largest=1_000_000)


def rows(text: str) -> list[dict[str, str | None]]:
    (part,) = opened(text).parts
    header, *body = part.grid.frame.drop("row").rows()
    return [dict(zip(header, row, strict=True)) for row in body]


ESPI = 'xmlns="http://naesb.org/espi"'


def entry(address: str, content: str, related: str = "") -> str:
    link = f'<link rel="related" href="{related}"/>' if related else ""
    return (
        f'<entry><link rel="self" href="{address}"/>{link}<title/>'
        f"<content>{content}</content></entry>"
    )


def kind(address: str, **said: object) -> str:
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in said.items())
    return entry(address, f"<ReadingType {ESPI}>{inside}</ReadingType>")


def block(address: str, *values: int, start: int = 1_704_067_200) -> str:
    inside = "".join(
        f"<IntervalReading><timePeriod><duration>900</duration><start>{start + 900 * at}</start>"
        f"</timePeriod><value>{value}</value></IntervalReading>"
        for at, value in enumerate(values)
    )
    return entry(address, f"<IntervalBlock {ESPI}>{inside}</IntervalBlock>")


def point(address: str, service: int) -> str:
    inside = f"<ServiceCategory><kind>{service}</kind></ServiceCategory>"
    return entry(address, f"<UsagePoint {ESPI}>{inside}</UsagePoint>")


def feed(*entries: str) -> str:
    body = "".join(entries)
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{body}</feed>'


def meter(address: str, reading_type: str) -> str:
    return entry(address, f"<MeterReading {ESPI}/>", reading_type)


def test_green_button_gives_times_direction_and_exact_amounts() -> None:
    drawn = {"flowDirection": 1, "powerOfTenMultiplier": -3, "uom": 72, "accumulationBehaviour": 4}
    fed_in = drawn | {"flowDirection": 19, "powerOfTenMultiplier": 3}
    text = feed(
        point("/UsagePoint/01", 0),
        meter("/UsagePoint/01/MeterReading/1", "/ReadingType/1"),
        meter("/UsagePoint/01/MeterReading/2", "/ReadingType/2"),
        kind("/ReadingType/1", **drawn),
        kind("/ReadingType/2", **fed_in),
        block("/UsagePoint/01/MeterReading/1/IntervalBlock/1", 1500, -7),
        block("/UsagePoint/01/MeterReading/2/IntervalBlock/1", 2),
    )
    told = [(r["von"], r["bis"], r["Verbrauch (Wh)"], r["Richtung"]) for r in rows(text)]
    assert told == [
        ("2024-01-01T00:00:00Z", "2024-01-01T00:15:00Z", "1.5", "Bezug"),
        ("2024-01-01T00:15:00Z", "2024-01-01T00:30:00Z", "-0.007", "Bezug"),
        ("2024-01-01T00:00:00Z", "2024-01-01T00:15:00Z", "2000", "Einspeisung"),
    ]
    assert {(r["Zähler"], r["Energieträger"]) for r in rows(text)} == {("01", "Strom")}


def test_units_of_green_button_make_tables_of_their_own() -> None:
    text = feed(
        point("/UsagePoint/1", 0),
        point("/UsagePoint/2", 1),
        meter("/UsagePoint/1/MeterReading/1", "/ReadingType/1"),
        meter("/UsagePoint/1/MeterReading/2", "/ReadingType/3"),
        meter("/UsagePoint/2/MeterReading/1", "/ReadingType/2"),
        kind("/ReadingType/1", uom=72),
        kind("/ReadingType/2", uom=169),
        kind("/ReadingType/3", uom=29),
        block("/UsagePoint/1/MeterReading/1/IntervalBlock/1", 1),
        block("/UsagePoint/1/MeterReading/2/IntervalBlock/1", 230, 231),
        block("/UsagePoint/2/MeterReading/1/IntervalBlock/1", 2),
    )
    found = opened(text)
    heads = [part.grid.frame.drop("row").row(0) for part in found.parts]
    assert ["Verbrauch (Wh)" in heads[0], "Verbrauch (therm)" in heads[1]] == [True, True]
    assert [part.name for part in found.parts] == ["Strom 15 min", "Gas 15 min"]
    assert [fact.value for fact in found.left_out] == ["V"]


def test_a_register_of_green_button_is_a_counter() -> None:
    text = feed(kind("/ReadingType/1", uom=72, accumulationBehaviour=3), block("/x", 5, 9))
    assert [(r["Zeitpunkt"], r["Zählerstand (Wh)"]) for r in rows(text)] == [
        ("2024-01-01T00:15:00Z", "5"),
        ("2024-01-01T00:30:00Z", "9"),
    ]


def test_a_unit_green_button_does_not_tell_is_not_assumed() -> None:
    assert list(rows(feed(block("", 1000)))[0]) == ["von", "bis", "Verbrauch"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<?xml version="1.0"?><rdf:RDF xmlns:rdf="cim"><a/></rdf:RDF>', "XML .*“RDF”"),
        ('<Workbook xmlns="urn:schemas"><a/></Workbook>', "“Workbook”.*Excel"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "XML"),
        ("<feed><entry>", "damaged"),
        (feed(point("/UsagePoint/1", 0)), "Green Button"),
    ],
)
def test_other_xml_is_refused_by_its_root(text: str, words: str) -> None:
    with pytest.raises(InputRejected, match=words):
        opened(text)


HEAD = "UNA:+,? 'UNB+UNOC:3+1:500+2:500+240201:0000+1'UNH+1+MSCONS:D:04B:UN:2.4c'BGM+7+1+9'NAD+DP'"
PLACE = "LOC+172+DE0001'DTM+163:202401010000?+01:303'DTM+164:202402010000?+01:303'LIN+1'"


def quantity(kind: str, value: str, start: str, end: str, unit: str = "") -> str:
    times = f"DTM+163:{start}?+00:303'DTM+164:{end}?+00:303'"
    return f"QTY+{kind}:{value}{unit}'{times}"


QUARTERS = quantity("220", "1,5", "202401010000", "202401010015") + quantity(
    "67", "2", "202401010015", "202401010030"
)


def test_mscons_gives_place_register_times_with_offset_and_status() -> None:
    text = f"{HEAD}{PLACE}PIA+5+1-1?:1.29.0:SRW'{QUARTERS}UNT+9+1'UNZ+1+1'"
    assert rows(text) == [
        {
            "Zähler": "DE0001",
            "Energieträger": "Strom",
            "OBIS": "1-1:1.29.0",
            "von": "2024-01-01T00:00:00+00:00",
            "bis": "2024-01-01T00:15:00+00:00",
            "Verbrauch": "1.5",
            "Einheit": "kWh",
            "Status": "wahrer Wert",
        },
        {
            "Zähler": "DE0001",
            "Energieträger": "Strom",
            "OBIS": "1-1:1.29.0",
            "von": "2024-01-01T00:15:00+00:00",
            "bis": "2024-01-01T00:30:00+00:00",
            "Verbrauch": "2",
            "Einheit": "kWh",
            "Status": "Ersatzwert",
        },
    ]


def test_other_separators_and_line_ends_are_read() -> None:
    text = f"{HEAD}{PLACE}PIA+5+1-1?:1.29.0:SRW'{QUARTERS}UNT+9+1'"
    other = text.replace("UNA:+,? '", "UNA:+.? '").replace("1,5", "1.5").replace("'", "'\r\n")
    assert rows(other) == rows(text)
    assert rows(text.replace("UNA:+,? '", "").replace("1,5", "1.5")) == rows(text)


def test_meter_readings_of_mscons_are_counters_of_their_own() -> None:
    stand = "QTY+220:34650'DTM+7:202401010000?+00:303'"
    text = f"{HEAD}{PLACE}PIA+5+1-1?:1.8.0:SRW'{stand}PIA+5+1-1?:1.29.0:SRW'{QUARTERS}"
    counters, amounts = opened(text).parts
    assert counters.grid.frame.drop("row").row(0)[3:5] == ("Zeitpunkt", "Zählerstand")
    assert counters.grid.frame.height == 2
    assert amounts.grid.frame.height == 3


def test_what_is_no_use_in_mscons_is_named() -> None:
    reactive = f"PIA+5+1-1?:3.29.0:SRW'{QUARTERS}"
    curtailed = f"PIA+5+AUA:Z08'{QUARTERS}"
    unusable = quantity("20", "7", "202401010030", "202401010045")
    text = f"{HEAD}{PLACE}PIA+5+1-1?:1.29.0:SRW'{QUARTERS}{unusable}{reactive}{curtailed}UNT+1+1'"
    found = opened(text)
    assert found.parts[0].grid.frame.height == 3
    told = " ".join(fact.why.de for fact in found.left_out)
    assert all(word in told for word in ("nicht verwendbarer Wert", "3.29.0", "Ausfallarbeit"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{HEAD}UNT+1+1'UNZ+1+1'", "MSCONS"),
        (f"{HEAD}{PLACE}PIA+5+AUA:Z08'{QUARTERS}", "MSCONS.*curtailed"),
        (HEAD.replace("MSCONS", "INVOIC"), "EDIFACT.*INVOIC.*MSCONS"),
    ],
)
def test_an_interchange_without_readings_says_so_by_name(text: str, words: str) -> None:
    with pytest.raises(InputRejected, match=words):
        opened(text)


def test_units_of_mscons_are_told_where_the_file_tells_them() -> None:
    gas = f"PIA+5+7-0?:33.86.0:SRW'{QUARTERS}"
    power = "PIA+5+1-1?:1.29.0:SRW'" + quantity("220", "4", "202401010000", "202401010015", ":KWT")
    assert [r.get("Einheit") for r in rows(f"{HEAD}{PLACE}{gas}")] == [None, None]
    assert [r.get("Einheit") for r in rows(f"{HEAD}{PLACE}{power}")] == ["kW"]
