"""Files a person uploads, between the page that takes them and the page that stores them."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from klimamosaik.observations.operations.staging import Upload, stage, staged
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality


def staging_folder() -> Path:
    """Where uploads wait."""
    folder: Path = settings.DATA_DIR / "staging"
    return folder


def uploaded(request: HttpRequest, municipality: Municipality) -> Upload:
    """Keep the files of a request. Raises Refused for a type or size that is not taken."""
    files = request.FILES.getlist("files")
    return stage(
        root=staging_folder(),
        ags=municipality.ags,
        user=current_user(request).pk,
        files=[(Path(file.name or "?").name, file.chunks()) for file in files],
        limit_mb=settings.UPLOAD_MB,
    )


def waiting(request: HttpRequest, municipality: Municipality, token: str) -> Upload | None:
    """The files this person uploaded under `token`; None where there are none any more."""
    return staged(
        root=staging_folder(), token=token, ags=municipality.ags, user=current_user(request).pk
    )
