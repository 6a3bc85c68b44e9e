"""The page of an upload that cannot be looked at: at work, interrupted, refused or stored."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from klimamosaik.observations.intake import work
from klimamosaik.observations.intake.import_summary import file_summary
from klimamosaik.observations.operations.upload import StageProgress, Upload
from klimamosaik.places.models import Municipality
from klimamosaik.records.full_disk import FULL_DISK
from klimamosaik.terms.text import Text


def unfinished(
    request: HttpRequest, municipality: Municipality, kept: Upload
) -> HttpResponse | None:
    """The page of files that cannot be looked at now; None where they can.

    Does what its buttons ask for: throw the files away, or try once more.
    """
    if request.POST.get("do") == "discard":
        kept.discard()
        return redirect("files", ags=municipality.ags)
    if kept.page != "preview":
        return redirect(kept.page, ags=municipality.ags, token=kept.token)
    if kept.at_work:
        return render(request, "observations/progress.html", at_work(kept))
    return ended(request, municipality, kept)


def ended(request: HttpRequest, municipality: Municipality, kept: Upload) -> HttpResponse | None:
    """The page of files nobody works on; None where they can be looked at."""
    progress = kept.progress
    stored = work.stored(kept) if progress.state in ("working", "stored") else None
    if stored is not None:
        told = [(file.name, file_summary(file)) for file in stored.files]
        return render(request, "observations/stored.html", {"intake": stored, "told": told})
    if progress.state == "ready" and kept.seen:
        return None
    if request.POST.get("do") == "again":
        work.start(kept, kept.task or work.LOOK)
        return redirect("preview", ags=municipality.ags, token=kept.token)
    return render(request, "observations/refused.html", refused(kept, progress))


def at_work(kept: Upload) -> dict[str, object]:
    """What the page says while somebody works on the files."""
    progress = kept.progress
    shown = progress if progress.state == "working" else WAITING
    return {"progress": shown, "percent": round(shown.share * 100), "stage": kept}


def refused(kept: Upload, progress: StageProgress) -> dict[str, object]:
    """What the page says of work that ended without what was asked for."""
    interrupted = progress.state != "failed"
    full = FULL_DISK.code in [complaint.code for complaint in progress.complaints]
    storing = kept.task == work.STORE
    return {
        "complaints": [INTERRUPTED[storing]]
        if interrupted
        else [c.text for c in progress.complaints],
        "invalid": True,
        "stage": kept,
        "seen": kept.seen,
        "again": AGAIN[storing] if interrupted or full else None,
    }


WAITING = StageProgress(0.0, Text("Gleich geht es los", "About to begin"), "working")
INTERRUPTED = {  # by whether it was storing
    False: Text(
        "Das Lesen wurde unterbrochen, vermutlich weil der Server neu gestartet wurde. Die Dateien "
        "liegen noch bereit: Lassen Sie sie noch einmal lesen.",
        "Reading was interrupted, probably because the server was restarted. The files are still "
        "here: have them read once more.",
    ),
    True: Text(
        "Das Speichern wurde unterbrochen, vermutlich weil der Server neu gestartet wurde. "
        "Gespeichert wird alles oder nichts, hier nichts. Die Dateien liegen noch bereit: "
        "Speichern Sie sie noch einmal.",
        "Storing was interrupted, probably because the server was restarted. All is stored or "
        "nothing, here nothing. The files are still here: store them once more.",
    ),
}
AGAIN = {
    False: Text("Noch einmal lesen", "Read once more"),
    True: Text("Noch einmal speichern", "Store once more"),
}
