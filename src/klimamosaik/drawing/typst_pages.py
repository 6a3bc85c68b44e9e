"""What Typst makes of a folder in memory; called in a process apart (`typesetting`)."""

from functools import cache
from typing import Any

NOT_IN_ANY_FONT = "could not be displayed with font"  # as Typst says it


def typst_pages(files: dict[str, bytes], asked: dict[str, object]) -> bytes:
    """The one file that Typst sets of `main.typ`; it reads nothing else of machine or network.

    PDF/UA allows no letter without a shape: with one that no font has (an emoji in a name) the
    pages show a box for it and claim no standard.
    """
    import typst  # nobody else needs it

    try:
        return one_file(files, asked)
    except typst.TypstError as error:
        if NOT_IN_ANY_FONT not in str(error):
            raise
    return one_file(files, {**asked, "pdf_standards": []})


def one_file(files: dict[str, bytes], asked: dict[str, object]) -> bytes:
    """What Typst makes of it. Raises typst.TypstError."""
    import typst

    made = typst.compile(  # type: ignore[call-overload]  # takes a folder in memory too
        files, font_paths=fonts(), ignore_system_fonts=True, **asked
    )
    if not isinstance(made, bytes):
        raise AssertionError("one file was asked for")
    return made


@cache
def fonts() -> Any:
    """The fonts Typst ships, read once: for a small page that takes longer than setting it."""
    import typst

    return typst.Fonts(include_system_fonts=False)
