"""Pages set by Typst from a template beside this file; nothing is read from machine or network."""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib import resources

from klimamosaik.drawing.typesetting import image, paper

PLACE = "klimamosaik.publication.public.figures.files"
BOX = re.compile(r'viewBox="0 0 (\S+) (\S+)"')
MOST_POINTS = 12_000_000.0  # of a PNG: 48 MB while it is set
INCH = 96.0  # [px] of a drawing
PICTURES = 8  # kept, of about 50 kB


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of a drawing [px]."""
    found = BOX.search(svg)
    if found is None:
        raise AssertionError("a drawing says how large it is")
    return float(found[1]), float(found[2])


@lru_cache(maxsize=PICTURES)
def set_picture(svg: str, *, ppi: float) -> bytes:
    """A drawing as PNG; a very large one in fewer points, so that no machine runs out of room.

    The last ones are kept by what they show: the archive of a figure holds its picture, too.
    """
    wide, high = size_of(svg)
    most = INCH * math.sqrt(MOST_POINTS / (wide * high))
    return set_pages("picture", {"picture.svg": svg.encode()}, ppi=min(ppi, most))


def set_pages(template: str, files: Mapping[str, bytes], *, ppi: float) -> bytes:
    """One page as PNG."""
    return image(with_template(template, files), ppi=ppi)


def set_paper(template: str, files: Mapping[str, bytes], *, at: datetime) -> bytes:
    """Pages as PDF/UA; the same contents make the same file."""
    return paper(with_template(template, files), at=at.timestamp())


def with_template(template: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """A template and the files it may read."""
    return {"main.typ": (resources.files(PLACE) / f"{template}.typ").read_bytes(), **files}
