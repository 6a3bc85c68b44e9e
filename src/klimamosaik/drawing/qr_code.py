"""An address as a code that a phone reads, and nothing else in it."""

from functools import lru_cache
from io import BytesIO

LEVEL = "q"  # a quarter of it may be dirty or torn: cards hang outdoors
KEPT = 512  # codes, of about 3 kB: a card stands on its own page and on that of all cards
QUIET = 4  # [modules] of white around it, as ISO/IEC 18004 wants


@lru_cache(maxsize=KEPT)
def code_svg(address: str) -> bytes:
    """A QR code of an address as SVG, its quiet zone included."""
    import segno  # only who draws a code needs it

    made = BytesIO()
    segno.make(address, error=LEVEL, micro=False).save(
        made, kind="svg", border=QUIET, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return made.getvalue()
