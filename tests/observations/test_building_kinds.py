"""What a building is used for, from what the office calls it."""

import pytest

from klimamosaik.observations.intake.building_kinds import kind_from
from klimamosaik.places.models import BuildingKind

K = BuildingKind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Gesamtschule West mit Sporthalle", K.SCHOOL),
        ("GESAMTSCHULE + SPORTHALLE", K.SCHOOL),
        ("Grundschule mit Kita", K.SCHOOL),
        ("Grundschule/Kita", K.SCHOOL),
        ("Rathaus mit Bücherei", K.OFFICE),
        ("Feuerwehr und Bauhof", K.FIRE_STATION),
        ("Fire station and depot", K.FIRE_STATION),
        ("Schul- und Sportanlage", K.SPORTS),
        ("Schulturnhalle", K.SPORTS),
        ("Kita-Turnhalle", K.SPORTS),
        ("Sportgymnasium", K.SCHOOL),
        ("Feuerwehrmuseum", K.CULTURE),
        ("Grundschule Am Anger Turnhalle", K.SPORTS),
        ("Sporthalle Grundschule Nord", K.SPORTS),
        ("Sportplatz", K.SPORTS),
        ("Bücherei im alten Rathaus", K.CULTURE),
        ("Kita am Rathaus", K.KINDERGARTEN),
        ("Am Rathaus 5", K.OFFICE),
        ("Wohnhaus Schulstraße 5", K.HOUSING),
        ("Schulstr. 5", None),
        ("Schulstrasse 3", None),
        ("Mehrzweckhalle", None),
    ],
)
def test_the_first_part_of_a_name_says_what_a_building_is_for(
    words: str, kind: BuildingKind | None
) -> None:
    """What comes with it, where it stands and its street do not."""
    assert kind_from(words) == kind
