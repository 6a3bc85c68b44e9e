"""Text that any XML can carry: lists of offices bring letters no document may hold."""

import re

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text without control characters, which XML forbids."""
    return CONTROL.sub("", text)
