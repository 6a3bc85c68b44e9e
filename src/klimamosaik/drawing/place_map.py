"""Places as numbered stones where they lie: a map without streets, drawn here and nowhere else."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.scale import STEPS
from klimamosaik.drawing.svg import picture, safe
from klimamosaik.terms.text import Language, decimal

WIDTH, SIDE, LOWEST, HIGHEST = 380.0, 28.0, 200.0, 420.0  # [px]
RADIUS, APART = 14.5, 30.0  # [px] wide enough for a thumb on a phone; no two overlap
GOLDEN = 2.4  # [rad] a turn after which no two directions agree
CLOSE = 0.1  # [px] that nobody sees
ROUNDS = 60  # of pushing apart, at most
MOST = 60  # places on a map: more would cover each other
METRES_A_DEGREE = 111_195.0  # of latitude, on a sphere of 6,371 km
LEAST_METRES = 400.0  # a single place is not stretched over the whole map


@dataclass(frozen=True)
class MapPlace:
    """A place on the map."""

    number: int
    name: str
    latitude: float  # [degrees north]
    longitude: float  # [degrees east]
    link: str
    full: bool  # something happens there


@dataclass(frozen=True)
class Ground:
    """From metres around the middle to pixels."""

    scale: float  # [px/m]
    height: float  # [px]


def place_map(places: Sequence[MapPlace], *, said: str, language: Language) -> str:
    """Draw the places; numbers that would cover each other move apart. "" where there is none."""
    if not places:
        return ""
    metres = in_metres(places)
    ground = ground_of(metres)
    true = [(WIDTH / 2 + x * ground.scale, ground.height / 2 - y * ground.scale) for x, y in metres]
    parts = [
        f'<rect width="{WIDTH:g}" height="{ground.height:g}" fill="{colour("pale", Paint.PAGE)}"/>',
        distance(ground, language),
        *(stone(*pair) for pair in zip(places, moved_apart(true, ground.height), strict=True)),
    ]
    size = (WIDTH, ground.height)
    return picture(parts, size=size, said=said, language=language, kind="map", role="group")


def in_metres(places: Sequence[MapPlace]) -> list[tuple[float, float]]:
    """Metres east and north of the middle; within a town the earth is flat enough."""
    north = [place.latitude for place in places]
    east = [place.longitude for place in places]
    middle = (min(north) + max(north)) / 2, (min(east) + max(east)) / 2
    narrow = math.cos(math.radians(middle[0]))
    return [
        (
            (place.longitude - middle[1]) * METRES_A_DEGREE * narrow,
            (place.latitude - middle[0]) * METRES_A_DEGREE,
        )
        for place in places
    ]


def ground_of(metres: Sequence[tuple[float, float]]) -> Ground:
    """All places fit in."""
    wide = max(LEAST_METRES, 2 * max(abs(x) for x, _ in metres))
    high = max(LEAST_METRES / 2, 2 * max(abs(y) for _, y in metres))
    scale = min((WIDTH - 2 * SIDE) / wide, (HIGHEST - 2 * SIDE) / high)
    return Ground(scale, min(max(high * scale + 2 * SIDE, LOWEST), HIGHEST))


def moved_apart(points: Sequence[tuple[float, float]], height: float) -> list[tuple[float, float]]:
    """The points, pushed from each other until no two numbers overlap, and kept on the map."""
    turns = (GOLDEN * number for number in range(len(points)))  # what lies on one spot fans out
    found = [[x + math.cos(t), y + math.sin(t)] for (x, y), t in zip(points, turns, strict=True)]
    for _ in range(ROUNDS):
        moved = [push(one, other) for one, other in combinations(found, 2)]
        for point in found:
            point[0] = min(max(point[0], RADIUS + 2), WIDTH - RADIUS - 2)
            point[1] = min(max(point[1], RADIUS + 2), height - RADIUS - 2)
        if not any(moved):
            break
    return [(x, y) for x, y in found]


def push(one: list[float], other: list[float]) -> bool:
    """Move two points apart by half of what is missing each; False where nothing is."""
    dx, dy = one[0] - other[0], one[1] - other[1]
    away = math.hypot(dx, dy)
    if away >= APART - CLOSE:
        return False
    step = (APART - away) / 2 / max(away, CLOSE)
    one[0], one[1] = one[0] + dx * step, one[1] + dy * step
    other[0], other[1] = other[0] - dx * step, other[1] - dy * step
    return True


def stone(place: MapPlace, at: tuple[float, float]) -> str:
    """A place with its number, linked."""
    x, y = at
    fill = colour("ink" if place.full else "paper", Paint.PAGE)
    text = colour("paper" if place.full else "ink", Paint.PAGE)
    return (
        f'<a href="{safe(place.link)}" aria-label="{place.number}: {safe(place.name)}">'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS:g}" fill="{fill}"'
        f' stroke="{colour("ink", Paint.PAGE)}"/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" font-size="14" fill="{text}">'
        f"{place.number}</text></a>"
    )


def distance(ground: Ground, language: Language) -> str:
    """A line of a round length, so that near and far can be told."""
    longest = 0.3 * WIDTH / ground.scale
    power = 10 ** math.floor(math.log10(longest))
    metres = max(step * power for step in STEPS if step * power <= longest)
    kilometres = metres / 1000
    words = f"{decimal(metres, language=language)} m"
    if kilometres >= 1:
        words = f"{decimal(kilometres, digits=int(kilometres % 1 > 0), language=language)} km"
    ink, y = colour("second", Paint.PAGE), ground.height - 12
    return (
        f'<path fill="none" stroke="{ink}" stroke-width="2"'
        f' d="M12 {y - 5:g}v5h{metres * ground.scale:.1f}v-5"/>'
        f'<text x="18" y="{y - 6:g}" font-size="12" fill="{ink}">{safe(words)}</text>'
    )
