"""The work on staged files: at once where it is short, beside the page where it is long."""

import logging
import time
from collections.abc import Callable
from threading import Thread

from django.contrib.auth.models import User
from django.db import close_old_connections, connection
from django.utils import timezone

from klimamosaik.observations import intake
from klimamosaik.observations.reading import largest_upload
from klimamosaik.observations.staging import Progress, Stage
from klimamosaik.observations.understanding import Understood
from klimamosaik.places.models import Municipality
from klimamosaik.sources.tables import Progress as Report
from klimamosaik.terms.complaint import Complaint, Refused
from klimamosaik.terms.text import Text

AT_ONCE = 200_000  # [bytes] read and stored in about a second
EVERY = 0.3  # [s] between two notes of the progress

logger = logging.getLogger("klimamosaik.intake")


def start(stage: Stage, work: Callable[[Stage], None]) -> None:
    """Do the work now, or in a thread of its own where the files are large."""
    if stage.size <= AT_ONCE:
        run(stage, work)
        return
    Thread(target=alone, args=(stage, work), daemon=True).start()


def alone(stage: Stage, work: Callable[[Stage], None]) -> None:
    """Run in a thread that has its own connection to the database."""
    close_old_connections()
    try:
        run(stage, work)
    finally:
        connection.close()


def run(stage: Stage, work: Callable[[Stage], None]) -> None:
    """Do the work; whatever goes wrong is noted for the page to say."""
    try:
        work(stage)
    except Refused as refusal:
        failed(stage, refusal.complaints)
    except Exception:
        logger.exception("work on an upload failed")
        failed(stage, (BROKEN,))


def failed(stage: Stage, complaints: tuple[Complaint, ...]) -> None:
    """Note that and why the work ended."""
    if stage.folder.exists():
        stage.keep_progress(Progress(1.0, Text("", ""), "failed", complaints))


def look(stage: Stage) -> None:
    """Read the files and note what was understood."""
    municipality = Municipality.objects.get(ags=stage.ags)
    files = understood(stage, municipality, upto=1.0)
    stage.keep_understood(files)
    stage.keep_progress(Progress(1.0, Text("", ""), "ready"))


def understood(stage: Stage, municipality: Municipality, *, upto: float) -> list[Understood]:
    """Read all files with their corrections; what is wrong with any of them is said of all."""
    files, complaints = [], []
    parts = len(stage.names)
    for number, name in enumerate(stage.names):
        report = reporter(stage, low=number / parts * upto, high=(number + 1) / parts * upto)
        try:
            files.append(
                intake.preview(
                    municipality=municipality,
                    data=stage.data(number),
                    name=name,
                    corrections=stage.corrections(number),
                    largest=largest_upload(),
                    progress=report,
                )
            )
        except Refused as refusal:
            complaints += [of_file(name, complaint) for complaint in refusal.complaints]
    if complaints:
        raise Refused(complaints)
    return files


def of_file(name: str, complaint: Complaint) -> Complaint:
    """Say which file is meant."""
    text = complaint.text
    return Complaint(complaint.code, Text(f"{name}: {text.de}", f"{name}: {text.en}"))


def store(stage: Stage) -> None:
    """Read the files once more and store them in one act."""
    municipality = Municipality.objects.get(ags=stage.ags)
    files = understood(stage, municipality, upto=0.6)
    taken = intake.take_in(
        municipality=municipality,
        files=files,
        by=User.objects.get(pk=stage.user),
        at=timezone.now(),
        progress=reporter(stage, low=0.6, high=1.0),
    )
    stage.keep_taken(taken)
    stage.keep_progress(Progress(1.0, Text("", ""), "stored"))


def reporter(stage: Stage, *, low: float, high: float) -> Report:
    """Note the progress now and then; `low` to `high` is this work's part of the whole."""
    last = 0.0

    def report(share: float, text: Text) -> None:
        nonlocal last
        if time.monotonic() - last < EVERY:
            return
        last = time.monotonic()
        stage.keep_progress(Progress(low + (high - low) * share, text, "working"))

    return report


BROKEN = Complaint(
    "broken",
    Text(
        "Beim Lesen ist bei uns etwas schiefgegangen; der Fehler steht im Protokoll des Servers.",
        "Something went wrong on our side; the error is in the server's log.",
    ),
)
