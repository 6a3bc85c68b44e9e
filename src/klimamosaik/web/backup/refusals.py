"""What is said where a backup cannot be made."""

from pathlib import Path

from klimamosaik.terms.complaint import InputRejected, rejected


def no_place(file: Path) -> InputRejected:
    """The refusal of a place nothing can be written to."""
    return rejected(
        "no_place_for_backup",
        "{file} kann nicht geschrieben werden: bitte eine Datei in einem Ordner nennen, den es "
        "gibt und in dem Klimamosaik schreiben darf.",
        "{file} cannot be written: please name a file in a folder that exists and that "
        "Klimamosaik may write to.",
        file=str(file),
    )


def disk_full(file: Path) -> InputRejected:
    """The refusal where there is no room for it."""
    return rejected(
        "backup_disk_full",
        "In {folder} ist kein Platz für eine Sicherung: bitte Platz schaffen, etwa ältere "
        "löschen oder weniger aufheben (KLIMAMOSAIK_BACKUP_DAYS, KLIMAMOSAIK_BACKUP_WEEKS).",
        "There is no room in {folder} for a backup: please make room, delete older ones, say, or "
        "keep fewer (KLIMAMOSAIK_BACKUP_DAYS, KLIMAMOSAIK_BACKUP_WEEKS).",
        folder=str(file.resolve().parent),
    )


def busy() -> InputRejected:
    """The refusal of a second backup beside the first."""
    return rejected(
        "backup_running",
        "Es wird gerade schon gesichert: bitte warten, bis das fertig ist.",
        "A backup is being made already: please wait until it is done.",
    )
