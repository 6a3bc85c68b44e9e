"""Files that arrive by themselves: stored where they are certain, else kept for a person."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import User

from klimamosaik.observations.intake import work
from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.observations.intake.refusals import nothing_in
from klimamosaik.observations.models import Datastream, Delivery, Latest, RememberedCorrections
from klimamosaik.observations.operations.reading import largest_upload
from klimamosaik.observations.operations.staging import stage
from klimamosaik.observations.operations.upload import Upload
from klimamosaik.observations.operations.uploads import staging_folder
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text, first_few


@dataclass(frozen=True)
class BroughtFile:
    """What became of a file that arrived by itself."""

    delivery: Delivery | None  # None: nothing is stored, questions are open
    new: int = 0  # readings
    changed: int = 0
    questions: tuple[Question, ...] = ()


def take_in_file(
    *, municipality: Municipality, data: bytes, name: str, by_name: str, at: datetime
) -> BroughtFile:
    """Store a file that needs no answer; nothing is stored where a question is open.

    by_name: who brings it, for the history. Raises InputRejected for what cannot be read or holds
    nothing.
    """
    seen = look_at_file(municipality=municipality, data=data, name=name)
    if questions := open_questions_of(seen):
        return BroughtFile(None, questions=questions)
    taken = store_import(
        municipality=municipality, files=[seen], by=None, by_name=by_name[:150], at=at
    )
    (file,) = taken.files
    return BroughtFile(file.delivery, file.readings.new, file.readings.changed)


def look_at_file(*, municipality: Municipality, data: bytes, name: str) -> FilePreview:
    """What a file holds and what is open, with what was answered of its kind before.

    Raises InputRejected for what cannot be read or holds nothing.
    """
    seen = preview(municipality=municipality, data=data, name=name, largest=largest_upload())
    if seen.empty and not seen.questions:
        raise InputRejected([nothing_in(seen)])
    return seen


def open_questions_of(seen: FilePreview) -> tuple[Question, ...]:
    """What a person has to answer of a file nobody looks at.

    Beside what is always asked: where a meter stands that nobody has placed yet. Who uploads a
    file sees the building it would make; here it would come to be unseen.
    """
    told = seen.corrections
    unplaced = [
        each.series
        for each in seen.matches
        if each.building_id is None and not (told.building or told.of(each.series).building)
    ]
    if not unplaced:
        return seen.questions
    asked = UNPLACED.format(meters=first_few(unplaced))
    return (*seen.questions, Question("meter_unplaced", asked))


UNPLACED = Text(
    "Zu welchem Gebäude gehört {meters}?",
    "To which building does {meters} belong?",
)


def delivered_before(*, municipality: Municipality, sha: str) -> Delivery | None:
    """The delivery that brought this very file, unless it was withdrawn since."""
    found = Delivery.objects.filter(municipality=municipality, sha256=sha, withdraws=None)
    undone = Delivery.objects.exclude(withdraws=None).values("withdraws")
    return found.exclude(pk__in=undone).order_by("-seq").first()


def answered_since(*, municipality: Municipality, at: datetime) -> bool:
    """True where a person has answered questions about some kind of file since."""
    told = RememberedCorrections.objects.filter(municipality=municipality, at__gt=at)
    return told.exists()


def changed_by(delivery: Delivery) -> list[Datastream]:
    """The datastreams whose last known version this delivery made."""
    changed = Latest.objects.filter(seq=delivery.seq).values("datastream")
    return list(Datastream.objects.filter(pk__in=changed))


def staged_for(*, user: User, municipality: Municipality, data: bytes, name: str) -> Upload:
    """Lay a file before a person, who answers what is open on the page of uploads.

    Raises InputRejected as an upload does.
    """
    kept = stage(
        root=staging_folder(),
        ags=municipality.ags,
        user=user.pk,
        files=[(name, [data])],
        limit_mb=settings.UPLOAD_MB,
    )
    work.start(kept, work.LOOK)
    return kept


def checksum(data: bytes) -> str:
    """What tells a file from every other."""
    return sha256(data).hexdigest()
