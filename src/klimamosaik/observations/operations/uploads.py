"""Files a person uploads, between the page that takes them and the page that stores them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from klimamosaik.observations.operations.staging import stage, staged, waiting_of
from klimamosaik.observations.operations.upload import Upload
from klimamosaik.people.requests import current_user, notify_rejection
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected


def staging_folder() -> Path:
    """Where uploads wait."""
    folder: Path = settings.DATA_DIR / "staging"
    return folder


def uploaded(request: HttpRequest, municipality: Municipality) -> Upload | None:
    """Keep the files of a request; None where they are not taken, which the next page says."""
    files = request.FILES.getlist("files")
    try:
        return stage(
            root=staging_folder(),
            ags=municipality.ags,
            user=current_user(request).pk,
            files=[(Path(file.name or "?").name, file.chunks()) for file in files],
            limit_mb=settings.UPLOAD_MB,
        )
    except InputRejected as refusal:
        notify_rejection(request, refusal)
        return None


def waiting(request: HttpRequest, municipality: Municipality, token: str) -> Upload | None:
    """The files this person uploaded under `token`; None where there are none any more."""
    return staged(
        root=staging_folder(), token=token, ags=municipality.ags, user=current_user(request).pk
    )


@contextmanager
def deciding(request: HttpRequest, kept: Upload | None) -> Iterator[Upload | None]:
    """Files about which nobody else decides meanwhile; None where they are gone by then.

    A button pressed twice is two requests: the second waits, and finds nothing left to store.
    """
    if kept is None or request.method != "POST":
        yield kept
        return
    with kept.alone() as there:
        yield kept if there else None


def not_stored(municipality: Municipality, user: int) -> list[Upload]:
    """The uploads of a person for this municipality that wait to be stored, newest first.

    Not those whose very same files are stored: their page says so, and storing changes nothing.
    """
    found = [
        each
        for each in waiting_of(root=staging_folder(), user=user)
        if each.ags == municipality.ags
        and each.progress.state != "stored"
        and not each.stored_before
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)
