"""A home beside a small user can be guessed from their sum: it is withheld, and says so."""

import re
from datetime import UTC, date, datetime
from itertools import combinations

import numpy as np
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from klimamosaik.observations.models import Bill
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.publication.kernel.dominance import HomesInSums, guessed_from_sums
from klimamosaik.publication.kernel.withholding import Sum, withheld
from klimamosaik.publication.models import PublicPage, PublishedKind
from klimamosaik.publication.operations import publish, switch_on
from klimamosaik.publication.queries import hiding
from klimamosaik.publication.queries.hiding import Hidden, looked_for
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import PublicItem, Published, published_in
from klimamosaik.publication.queries.rules import homes_rule

AGS, NOW = "03999998", datetime(2026, 3, 2, 12, tzinfo=UTC)
LEAST, SHARE = 5, 0.85
FLAT, FIRE, SCHOOL = 1, 2, 3


def known(homes: dict[int, int], **uses: list[float]) -> HomesInSums:
    """Meters m1, m2, ... with what they used in each period."""
    told = {int(name[1:]): np.array(values) for name, values in uses.items()}
    return HomesInSums(homes, LEAST, SHARE, told)


def hidden(sums: dict[str, set[int]], given: HomesInSums) -> frozenset[str]:
    every = [Sum(name, frozenset(own)) for name, own in sums.items()]
    return withheld(every, given.homes, LEAST, given.guessed)


def test_a_flat_over_a_fire_station_is_guessed_and_one_over_a_school_is_not() -> None:
    given = known({FLAT: 1}, m1=[3_500], m2=[300], m3=[90_000])
    assert given.guessed(frozenset({FLAT, FIRE}))
    assert not given.guessed(frozenset({FLAT, SCHOOL}))
    assert not given.guessed(frozenset({FIRE, SCHOOL}))


def test_the_share_itself_may_stand_and_one_more_kilowatt_hour_may_not() -> None:
    assert not known({1: 1}, m1=[850], m2=[150]).guessed(frozenset({1, 2}))
    assert known({1: 1}, m1=[851], m2=[149]).guessed(frozenset({1, 2}))


def test_five_homes_are_not_guessed_and_four_are() -> None:
    uses = {"m1": [9_000.0], "m2": [10.0]}
    assert known({1: 4}, **uses).guessed(frozenset({1, 2}))
    assert not known({1: 5}, **uses).guessed(frozenset({1, 2}))


def test_one_year_in_which_the_station_stood_empty_is_enough() -> None:
    given = known({1: 1}, m1=[3_500, 3_400, 3_600], m2=[9_000, 20, 9_100])
    assert given.guessed(frozenset({1, 2}))


def test_what_is_not_known_of_others_hides_no_home() -> None:
    assert known({1: 1}, m1=[3_500.0], m2=[np.nan]).guessed(frozenset({1, 2}))
    assert known({1: 1}, m1=[3_500.0]).guessed(frozenset({1, 2}))
    assert not known({1: 1}, m1=[np.nan], m2=[20.0]).guessed(frozenset({1, 2}))


def test_a_sum_that_tells_of_a_home_by_itself_is_hidden() -> None:
    given = known({FLAT: 1}, m1=[3_500], m2=[300], m3=[90_000])
    assert hidden({"house": {FLAT, FIRE}, "school": {SCHOOL}}, given) == {"house"}


def test_the_school_that_would_leave_flat_and_station_alone_is_hidden() -> None:
    given = known({FLAT: 1}, m1=[3_500], m2=[300], m3=[90_000])
    sums = {"town": {FLAT, FIRE, SCHOOL}, "school": {SCHOOL}}
    assert hidden(sums, given) == {"school"}


def test_where_the_rest_is_large_enough_nothing_is_hidden() -> None:
    given = known({FLAT: 1}, m1=[3_500], m2=[700], m3=[90_000])
    assert hidden({"town": {1, 2, 3}, "school": {3}}, given) == frozenset()


@given(
    homes=st.dictionaries(st.integers(1, 6), st.integers(0, 6), max_size=6),
    uses=st.lists(st.integers(0, 50), min_size=6, max_size=6),
    parts=st.lists(st.integers(0, 3), min_size=6, max_size=6),
)
def test_no_public_sum_and_no_rest_of_one_tells_of_a_home(
    homes: dict[int, int], uses: list[int], parts: list[int]
) -> None:
    """A town of buildings that do not overlap: whatever is subtracted, no home has nearly all."""
    told = {f"m{meter}": [float(use)] for meter, use in enumerate(uses, 1)}
    rule = known(homes, **told)
    own = {str(part): {m for m, p in enumerate(parts, 1) if p == part} for part in set(parts)}
    sums = {name: frozenset(meters) for name, meters in own.items() if name != "0"}
    sums["town"] = frozenset(range(1, 7))
    gone = withheld([Sum(*pair) for pair in sums.items()], homes, LEAST, rule.guessed)
    shown = {name: meters for name, meters in sums.items() if name not in gone}
    assert not list(guessed_from_sums(shown, rule.guessed))
    inside = [meters for name, meters in shown.items() if name != "town"]
    assert not any(rule.guessed(meters) for meters in shown.values())
    if "town" in shown:
        for count in range(len(inside) + 1):
            for some in combinations(inside, count):
                rest = sums["town"].difference(*some)
                assert not (rest and rule.guessed(rest))


def test_the_rule_has_a_source() -> None:
    rule = homes_rule()
    assert (rule.least, rule.share) == (LEAST, SHARE)
    assert "Handbook on Statistical Disclosure Control" in rule.share_source
    assert "85 %" in rule.text.de
    assert "guessed" in rule.text.en


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> Building:
    """A public fire station with a flat above it, each with a meter of its own."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    town = Municipality.objects.create(ags=AGS, name="Neudorf")
    page = PublicPage(
        municipality=town, publisher="Stadt Neudorf", desk="Klima", email="klima@neudorf.example"
    )
    switch_on(page=page, by=None, at=NOW)
    house: Building = Building.objects.create(municipality=town, name="Feuerwehr", kind="other")
    item = PublicItem(PublishedKind.BUILDING, str(house.pk))
    publish(municipality=town, items=[item], by=None, at=NOW)
    return house


def billed(house: Building, name: str, amount: int, homes: int) -> MeterPoint:
    """A meter of electricity with a bill of last year."""
    point = MeterPoint.objects.create(building=house, name=name, carrier="electricity", homes=homes)
    Bill.objects.create(
        meter_point=point,
        start=date(2025, 1, 1),
        end=date(2026, 1, 1),
        amount=amount,
        quantity=amount,
    )
    return point


def files_of(house: Building) -> str:
    """All that strangers read of the building."""
    stranger, key = Client(), f"/klima/{AGS}/zahlen/gebaeude-{house.pk}"
    paths = [f"/klima/{AGS}/gebaeude/{house.pk}/"]
    paths += [key + end for end in ("/", ".csv", ".json", ".svg", ".txt", ".metadata.json")]
    answers = [stranger.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {200}
    told = "\n".join(answer.content.decode() for answer in answers)
    return re.sub(r'="[^"]*"', "", told)  # places of lines in a drawing are no figures


def test_strangers_do_not_read_the_sum_of_flat_and_station(house: Building) -> None:
    billed(house, "Wache", 321, 0)
    billed(house, "Wohnung", 3_456, 1)
    shown = files_of(house)
    assert Known(published_in(AGS), NOW).hidden.names == {f"building-{house.pk}-electricity"}
    assert not [told for told in ("3777", "3.777", "3,777", "3.8", "3,8") if told in shown]
    assert "schätzen ließe" in shown


def test_strangers_read_the_sum_of_a_flat_and_a_large_station(house: Building) -> None:
    billed(house, "Wache", 32_100, 0)
    billed(house, "Wohnung", 3_456, 1)
    shown = files_of(house)
    assert Known(published_in(AGS), NOW).hidden.names == frozenset()
    assert "35.6" in shown


def test_the_gate_is_looked_for_again_where_a_meter_changes_and_not_where_a_name_does(
    house: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    billed(house, "Wache", 32_100, 0)
    flat = billed(house, "Wohnung", 3_456, 1)
    looked: list[str] = []

    def counted(published: Published, at: datetime) -> Hidden:
        looked.append(published.ags)
        return looked_for(published, at)

    monkeypatch.setattr(hiding, "looked_for", counted)
    assert not Known(published_in(AGS), NOW).hidden.names
    Building.objects.filter(pk=house.pk).update(name="Feuerwache")
    assert not Known(published_in(AGS), NOW).hidden.names
    assert len(looked) == 1
    MeterPoint.objects.filter(pk=flat.pk).update(homes=0)
    billed(house, "Werkstatt", 100, 1)
    assert not Known(published_in(AGS), NOW).hidden.names
    assert len(looked) == 2
    Bill.objects.filter(meter_point__name="Wache").update(amount=1, quantity=1)
    Bill.objects.filter(meter_point=flat).update(amount=1, quantity=1)
    hidden = Known(published_in(AGS), NOW).hidden.names
    assert len(looked) == 3
    assert hidden == {f"building-{house.pk}-electricity"}
