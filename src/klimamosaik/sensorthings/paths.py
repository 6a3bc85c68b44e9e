"""Resource paths: what an address below the root names, before anything is looked up."""

import re
from dataclasses import dataclass

from klimamosaik.sensorthings.refusals import not_there

SEGMENT = re.compile(r"(?P<name>[^()/]+)(?:\((?P<id>[^()]*)\))?")
NUMBER = re.compile(r"-?\d{1,19}")
ENDINGS = ("$ref", "$value")
DEEPEST = 30  # segments
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class PathStep:
    """One segment of a path: "Things", "Things(1)", "Thing" or the name of a property."""

    name: str
    id: int | None = None


@dataclass(frozen=True)
class ResourcePath:
    """A path below the root; `ending` is "$ref", "$value" or nothing."""

    steps: tuple[PathStep, ...]
    ending: str = ""


def parsed_path(text: str) -> ResourcePath:
    """The path in an address, without its query. Raises SensingRefused (404) for any other text."""
    segments = text.removesuffix("/").split("/")
    ending = segments.pop() if segments and segments[-1] in ENDINGS else ""
    if not segments or len(segments) > DEEPEST:
        raise not_there()
    return ResourcePath(tuple(step(each) for each in segments), ending)


def step(segment: str) -> PathStep:
    """One segment."""
    found = SEGMENT.fullmatch(segment)
    if found is None:
        raise not_there()
    written = found["id"]
    if written is None:
        return PathStep(found["name"])
    if not NUMBER.fullmatch(written) or abs(int(written)) > LARGEST:
        raise not_there()
    return PathStep(found["name"], int(written))
