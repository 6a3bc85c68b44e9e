"""Which municipalities may stand beside each other."""

import pytest

from klimamosaik.places.models import Municipality
from klimamosaik.places.queries.similar_towns import TownKind, kind_of, likeness_of, towns_like

pytestmark = pytest.mark.django_db


def town(ags: str, people: int | None = None, **more: object) -> Municipality:
    made = Municipality.objects.create(ags=ags, name=f"Ort {ags}", **more)
    if people is not None:
        made.populations.create(year=2025, inhabitants=people, source="Landesamt")
    return made


def like(own: Municipality) -> list[str]:
    every = Municipality.objects.values_list("ags", flat=True)
    return [each.ags for each in towns_like(municipality=own, among=tuple(every))]


def test_half_to_twice_the_people_are_alike_the_nearest_first() -> None:
    own = town("03456001", 10_000)
    for ags, people in (
        ("03456002", 4_999),
        ("03456003", 5_000),
        ("03456004", 11_000),
        ("03456005", 20_001),
    ):
        town(ags, people)
    assert like(own) == ["03456004", "03456003"]


def test_a_city_that_is_its_own_district_is_like_no_municipality_within_one() -> None:
    own = town("03404000", 40_000)
    town("03456001", 40_000)
    assert like(own) == []
    assert (kind_of(own), kind_of(town("03456002"))) == (TownKind.CITY, TownKind.SINGLE)


def test_a_joint_municipality_and_its_members_are_told_apart() -> None:
    joint, single = town("03454404", 9_000), town("03456001", 9_000)
    member = town("03454001", 9_000, parent=joint)
    assert [kind_of(each) for each in (joint, single, member)] == [
        TownKind.JOINT,
        TownKind.SINGLE,
        TownKind.MEMBER,
    ]
    assert like(single) == like(joint) == like(member) == []


def test_an_invented_town_stands_beside_invented_ones_only() -> None:
    own, real = town("03999999", 9_000, synthetic=True), town("03456001", 9_000)
    other = town("03999998", 9_000, synthetic=True)
    assert (like(own), like(real), like(other)) == (["03999998"], [], ["03999999"])


def test_without_a_number_of_people_nobody_is_alike_and_the_sentence_says_so() -> None:
    own = town("03456001")
    town("03456002", 9_000)
    assert like(own) == []
    said = likeness_of(municipality=own).said.de
    assert "Einwohnerzahl, die die Gemeinde selbst einträgt" in said


def test_the_rule_is_said_with_its_numbers() -> None:
    said = likeness_of(municipality=town("03456001", 10_000)).said
    assert said.de == (
        "Ähnlich heißt hier: kreisangehörige Gemeinden mit 5.000 bis 20.000 Einwohnern."
    )
