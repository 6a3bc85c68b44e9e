"""Files say by their ETag what they are made of: who has one is told so before it is made again."""

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.answer_cache import known
from klimamosaik.records.software_mark import software_mark


def made_of(
    parts: tuple[object, ...], request: HttpRequest, media: str, make: Callable[[], bytes]
) -> HttpResponse:
    """The file, or 304 where the reader has it. parts: all that `make` makes it of, frozen."""
    mark = sha256(repr((software_mark(), parts)).encode()).hexdigest()[:32]
    if known(request, f'"{mark}"') or known(request, f'"{mark}-gzip"'):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(make(), content_type=media)
    response["ETag"] = f'"{mark}"'
    return response
