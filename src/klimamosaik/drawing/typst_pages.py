"""What Typst makes of a folder in memory; called in a process apart (`typesetting`)."""


def typst_pages(files: dict[str, bytes], asked: dict[str, object]) -> bytes:
    """The one file that Typst sets of `main.typ`; it reads nothing else of machine or network."""
    import typst  # nobody else needs it

    made = typst.compile(  # type: ignore[call-overload]  # takes a folder in memory too
        files, ignore_system_fonts=True, **asked
    )
    if not isinstance(made, bytes):
        raise AssertionError("one file was asked for")
    return made
