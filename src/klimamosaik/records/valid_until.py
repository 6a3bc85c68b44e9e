"""Until when an answer is the same though nobody changes anything: the clock alone may change it.

A page that says which meters are silent is another one at the moment the next one falls silent.
"""

from datetime import datetime

from django.http import HttpResponse

MARK = "good_until"


def good_until(response: HttpResponse, moment: datetime | None) -> HttpResponse:
    """Say from which moment on the clock makes it another one; None: with the next day at most."""
    setattr(response, MARK, moment)
    return response


def end_of(response: HttpResponse) -> datetime | None:
    """The moment said; None where none was."""
    found: datetime | None = getattr(response, MARK, None)
    return found
