"""The parts of an address somebody wrote, whatever it is."""

from urllib.parse import SplitResult, urlsplit


def split_address(text: str) -> SplitResult:
    """Its parts as far as they can be told; where they cannot, as of "http://[a", all is path."""
    try:
        parts = urlsplit(text)
        return parts if parts.port != 0 else SplitResult("", "", text, "", "")
    except ValueError:
        return SplitResult("", "", text, "", "")
