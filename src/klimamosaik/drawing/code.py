"""An address as a code that a phone reads, and nothing else in it."""

from io import BytesIO

LEVEL = "q"  # a quarter of it may be dirty or torn: cards hang outdoors
QUIET = 4  # [modules] of white around it, as ISO/IEC 18004 wants


def code_svg(address: str) -> bytes:
    """A QR code of an address as SVG, its quiet zone included."""
    import segno  # only who draws a code needs it

    made = BytesIO()
    segno.make(address, error=LEVEL, micro=False).save(
        made, kind="svg", border=QUIET, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return made.getvalue()
