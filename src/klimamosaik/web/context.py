"""What every page knows."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from klimamosaik import __version__


def page(request: HttpRequest) -> dict[str, Any]:
    """The reader's language and the version of the software."""
    return {"language": get_language() or "de", "version": __version__}
