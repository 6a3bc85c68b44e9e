"""Whether all is well: one word for watchers, who may be the first to ask a process that begins."""

import shutil
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from klimamosaik.web.background_state import state

LEAST_ROOM = 50e6  # [bytes] free on the disk of the data folder: with less nothing is stored soon


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 "ok", or 503 where database, disk or background work are not well; no more."""
    well = database_answers() and has_room() and state().well(timezone.now())
    word, status = ("ok", 200) if well else ("not ok", 503)
    return HttpResponse(word, content_type="text/plain", status=status)


def database_answers() -> bool:
    """True where the database can be asked."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations")  # an empty one answers, too
    except DatabaseError:
        return False
    return True


def has_room() -> bool:
    """False where the disk is full: work in the background cannot even note that it fails."""
    with suppress(OSError):  # what cannot be told is told by what fails
        return shutil.disk_usage(settings.DATA_DIR).free >= LEAST_ROOM
    return True
