"""Text is sent packed to whoever can read that."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from klimamosaik.publication.public.answer_cache import PACKED

SMALL = 1000  # [bytes] below, packing saves no packet on the way


class PackedText(GZipMiddleware):
    """Django's packing, for text alone.

    What is packed in itself, as PDF and Excel, would cost time for nothing; what has a mark of its
    own (ETag) is compared by it. Tokens of forms are masked anew in each page, and Django adds up
    to a hundred random bytes: nobody learns them from how a page shrinks (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Pack it where that is worth it."""
        text = response.get("Content-Type", "").startswith(PACKED)
        if not text or response.has_header("ETag") or not isinstance(response, HttpResponse):
            return response
        if len(response.content) < SMALL:
            return response
        return super().process_response(request, response)
