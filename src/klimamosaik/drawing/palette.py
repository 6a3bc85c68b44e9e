"""Colours and hatchings of all pictures on paper and on slate, and three ways to write them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

from klimamosaik.terms.field import FIELDS_WITH_TONNES, Field


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb; the names are those of the page's custom properties."""

    paper: str
    pale: str  # stones nobody lays yet
    edge: str  # of pale stones
    ink: str
    second: str  # quieter text
    line: str  # ground lines and ranges
    good: str  # text and lines of what goes well
    warning: str
    buildings: str
    heat: str
    electricity: str
    transport: str
    green: str


PAPER = Palette(
    paper="#f6f1e7",
    pale="#ece4d3",
    edge="#d8ccb4",
    ink="#22302f",
    second="#5b5a52",
    line="#85795f",
    good="#44652f",
    warning="#a1352c",
    buildings="#b4532a",
    heat="#d98e32",
    electricity="#2f7f86",
    transport="#4a6fa5",
    green="#6b8e4e",
)
SLATE = Palette(
    paper="#1d2423",
    pale="#2b3534",
    edge="#3d4947",
    ink="#f1eade",
    second="#bdb8a9",
    line="#87938f",
    good="#a5c98a",
    warning="#f0958a",
    buildings="#d9784c",
    heat="#e0a04d",
    electricity="#57a5ab",
    transport="#7f9fce",
    green="#8fb36f",
)


class Paint(StrEnum):
    """Where the picture will stand."""

    PAGE = "page"  # inside a page: colours of its stylesheet, no style of its own
    ALONE = "alone"  # a file of its own: brings its colours, light, dark and print
    FIXED = "fixed"  # on paper: plain colours, for programs that know no custom properties


# Type of a picture: on paper the one Typst ships, the same on every machine.
FONTS = {
    Paint.PAGE: "system-ui, sans-serif",
    Paint.ALONE: "system-ui, sans-serif",
    Paint.FIXED: "Libertinus Serif",
}


def colour(name: str, paint: Paint) -> str:
    """The value of fill or stroke for a colour of the palette."""
    plain: str = getattr(PAPER, name)
    return plain if paint is Paint.FIXED else f"var(--{name},{plain})"


def properties(palette: Palette) -> str:
    """The palette as custom properties."""
    return ";".join(f"--{each.name}:{getattr(palette, each.name)}" for each in fields(palette))


def style() -> str:
    """The style of a picture that stands alone: dark follows the reader, print is on white."""
    white = "--paper:#fff;--pale:#fff;--edge:#b5aa92"
    return (
        f":root{{{properties(PAPER)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{properties(SLATE)}}}}}"
        f"@media print{{:root{{{properties(PAPER)};{white}}}}}{FOLLOWED}"
    )


# What a page's stylesheet adds so that a stone answers to pointer and keyboard.
FOLLOWED = (
    ".stones a:focus{outline:none}"
    ".stones a:hover path,.stones a:focus-visible path"
    "{stroke:var(--ink,#22302f);stroke-width:3;paint-order:stroke}"
)


# [degrees] of the hatching: fields whose colours some eyes take for another's lean the other way.
ANGLES: dict[str, int] = {Field.TRANSPORT: 135, Field.GREEN: 135}
POSSIBLE = "possible"
ALL_PATTERNS = (*FIELDS_WITH_TONNES, POSSIBLE)


def hatched(field: str, ident: str) -> str:
    """The value of fill for a field's hatching in the picture `ident`."""
    return f"url(#{ident}-{field})"


def fill_of(field: str, known: bool, ident: str, paint: Paint) -> str:
    """The value of fill: plain where something is known, hatched where it is expected."""
    return colour(field, paint) if known else hatched(field, ident)


def patterns(ident: str, paint: Paint, names: Iterable[str] = ALL_PATTERNS) -> str:
    """One hatching per colour, its tint with lines across; and dots for what is possible."""
    return "".join(
        dots(ident, paint) if name == POSSIBLE else hatching(name, ident, paint) for name in names
    )


def hatching(name: str, ident: str, paint: Paint) -> str:
    """Lines across the paler colour."""
    return (
        f'<pattern id="{ident}-{name}" width="10" height="10" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate({ANGLES.get(name, 45)})"><g fill="{colour(name, paint)}">'
        '<path fill-opacity=".26" d="M0 0h10v10H0z"/><path d="M4 0h2.4v10H4z"/></g></pattern>'
    )


def dots(ident: str, paint: Paint) -> str:
    """Dots on pale ground."""
    return (
        f'<pattern id="{ident}-{POSSIBLE}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<path fill="{colour("pale", paint)}" d="M0 0h8v8H0z"/>'
        f'<path fill="{colour("second", paint)}" fill-opacity=".55" d="M3 3h2v2H3z"/></pattern>'
    )
