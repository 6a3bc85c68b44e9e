"""The work on staged files: at once where it is short, beside the page where it is long."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from threading import Thread
from typing import IO

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from klimamosaik.observations.intake import files as intake
from klimamosaik.observations.intake.files import Intake
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations.kept_reading import KeptReading
from klimamosaik.observations.operations.reading import largest_upload
from klimamosaik.observations.operations.upload import StageProgress, Upload
from klimamosaik.places.models import Municipality
from klimamosaik.records.damage import known_cause
from klimamosaik.records.runs import at_work, current_id
from klimamosaik.records.same_database import renew_connections
from klimamosaik.sources.tables import Progress as Report
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.text import Text

AT_ONCE = 200_000  # [bytes] read and stored in about a second
EVERY = 0.3  # [s] between two notes of the progress
Work = Callable[[Upload], None]
logger = logging.getLogger("klimamosaik.intake")


def start(stage: Upload, task: str) -> None:
    """Do the task (LOOK, STORE) now, or in a thread of its own where the files are large.

    Does nothing where somebody works on these files already.
    """
    try:
        held = stage.begin(task)
    except OSError as error:
        failed(stage, error)
        return
    if held is None:
        return
    if stage.size <= AT_ONCE:
        run(stage, TASKS[task], held)
        return
    Thread(target=alone, args=(stage, TASKS[task], held), daemon=True).start()


def alone(stage: Upload, work: Work, held: IO[str]) -> None:
    """Run in a thread that has its own connection to the database."""
    renew_connections()
    try:
        run(stage, work, held)
    finally:
        connection.close()


def run(stage: Upload, work: Work, held: IO[str]) -> None:
    """Do the work; whatever goes wrong is noted for the page to say."""
    with held, at_work("upload", "".join(("user ", str(stage.user)))):
        try:
            work(stage)
        except Exception as error:
            failed(stage, error)


def failed(stage: Upload, error: Exception) -> None:
    """Note that and why the work ended; nobody needs to know where the files are discarded."""
    if not stage.folder.exists():
        return
    complaints: tuple[Problem, ...]
    if cause := known_cause(error):
        logger.error("work on an upload ended: %s", cause.text.en)
        complaints = (cause,)
    elif isinstance(error, InputRejected):
        complaints = error.complaints
    else:
        logger.error("work on an upload failed", exc_info=error)
        complaints = (replace(BROKEN, text=BROKEN.text.format(id=current_id())),)
    try:
        stage.keep_progress(StageProgress(1.0, Text("", ""), "failed", complaints))
    except OSError:
        stage.keep_no_room()


def look(stage: Upload) -> None:
    """Read the files and note what was understood."""
    municipality = Municipality.objects.get(ags=stage.ags)
    files = understood(stage, municipality, upto=1.0)
    stage.keep_understood(files)
    stage.keep_progress(StageProgress(1.0, Text("", ""), "ready"))


def understood(stage: Upload, municipality: Municipality, *, upto: float) -> list[FilePreview]:
    """Read all files with their corrections; what is wrong with any of them is said of all."""
    files, complaints = [], []
    parts = len(stage.names)
    for number, name in enumerate(stage.names):
        report = reporter(stage, low=number / parts * upto, high=(number + 1) / parts * upto)
        try:
            files.append(
                intake.preview(
                    municipality=municipality,
                    data=stage.file(number),
                    name=name,
                    corrections=stage.corrections(number),
                    largest=largest_upload(),
                    progress=report,
                    kept=KeptReading(stage.path(number)),
                )
            )
        except InputRejected as refusal:
            complaints += [complaint.about(name) for complaint in refusal.complaints]
    if complaints:
        raise InputRejected(complaints)
    return files


def store(stage: Upload) -> None:
    """Store the files in one act, as they were looked at."""
    municipality = Municipality.objects.get(ags=stage.ags)
    files = understood(stage, municipality, upto=0.6)
    with transaction.atomic():
        taken = intake.store_import(
            municipality=municipality,
            files=files,
            by=User.objects.get(pk=stage.user),
            at=timezone.now(),
            progress=reporter(stage, low=0.6, high=1.0),
        )
        stage.keep_taken(taken)  # before it is true: whoever dies now leaves no doubt, see `stored`
    with suppress(OSError):  # it is stored, be there room to note it or not
        stage.keep_progress(STORED)
        stage.drop_data()


def stored(stage: Upload) -> Intake | None:
    """What became of the files, where the database has it; None where they are not stored."""
    try:
        taken = stage.taken()
    except FileNotFoundError:
        return None
    deliveries = [file.delivery for file in taken.files]
    held = Delivery.objects.filter(seq__in=[each.seq for each in deliveries])
    same = set(held.values_list("seq", "sha256", "at"))
    return taken if {(each.seq, each.sha256, each.at) for each in deliveries} <= same else None


def reporter(stage: Upload, *, low: float, high: float) -> Report:
    """Note the progress now and then; `low` to `high` is this work's part of the whole."""
    last = 0.0

    def report(share: float, text: Text) -> None:
        nonlocal last
        if time.monotonic() - last < EVERY:
            return
        last = time.monotonic()
        stage.keep_progress(StageProgress(low + (high - low) * share, text, "working"))

    return report


LOOK, STORE = "look", "store"
TASKS: dict[str, Work] = {LOOK: look, STORE: store}
STORED = StageProgress(1.0, Text("", ""), "stored")
BROKEN = problem(
    "broken",
    "Beim Lesen ist bei uns etwas schiefgegangen; der Fehler steht im Protokoll des Servers, "
    "Kennung {id}.",
    "Something went wrong on our side; the error is in the server's log, id {id}.",
)
