"""What answers of one stand all need is worked out once: the ways to a target, the report."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial

from django.http import HttpRequest
from django.utils import timezone

from klimamosaik.publication.queries.known import Known, by_answers
from klimamosaik.publication.queries.public_version import PublicVersion
from klimamosaik.publication.queries.published import published_in, towns_published

TOWNS = "klimamosaik.towns"  # in a request: who knows the towns of its stand
MOST = 8  # towns kept at a time


class SharedTowns:
    """What is known of towns under one stand; that of an older one is thrown away."""

    def __init__(self) -> None:
        self.stand: PublicVersion | None = None
        self.towns: OrderedDict[str, Known] = OrderedDict()
        self.lock = threading.Lock()

    def known(self, stand: PublicVersion, ags: str) -> Known:
        """A town under this stand. Raises NoLongerPublic or NotPublic."""
        with self.lock:
            if stand != self.stand:
                self.stand, self.towns = stand, OrderedDict()
            if ags not in self.towns:
                public = by_answers(ags, stand.parts, "public", partial(published_in, ags))
                self.towns[ags] = Known(public, timezone.now(), stand.parts)
            self.towns.move_to_end(ags)
            while len(self.towns) > MOST:
                self.towns.popitem(last=False)
            return self.towns[ags]


def known_of(request: HttpRequest, ags: str) -> Known:
    """What is public of a municipality, as it was when the request came in.

    Raises NoLongerPublic or NotPublic.
    """
    shared: Callable[[str], Known] | None = request.META.get(TOWNS)
    return shared(ags) if shared is not None else Known(published_in(ags), timezone.now())


def known_everywhere(request: HttpRequest) -> Sequence[Known]:
    """What is public of every municipality whose page is on."""
    return [known_of(request, ags) for ags in towns_published()]
