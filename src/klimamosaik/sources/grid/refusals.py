"""Sentences for files that hold no table, each with what to do instead."""

from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text


def damaged() -> InputRejected:
    """The sentence for a workbook or archive that cannot be opened."""
    return rejected(
        "broken_file",
        "Die Datei ist beschädigt oder unvollständig. "
        "Bitte neu speichern oder als CSV exportieren.",
        "The file is damaged or incomplete. Please save it again or export it as CSV.",
    )


def too_large(found: int, largest: int) -> InputRejected:
    """The sentence for too many bytes."""
    found_mb, largest_mb = f"{found / 1e6:.0f}", f"{largest / 1e6:.0f}"
    return rejected(
        "file_too_large",
        "Die Datei hat (entpackt) {found_mb} MB oder mehr, erlaubt sind {largest_mb} MB "
        "(Einstellung KLIMAMOSAIK_UPLOAD_MB; entpackt das Fünffache). Bitte nach Jahren oder "
        "Gebäuden aufteilen.",
        "The file has {found_mb} MB or more (unpacked), {largest_mb} MB are allowed (setting "
        "KLIMAMOSAIK_UPLOAD_MB; five times as much unpacked). Please split it by year or building.",
        found_mb=found_mb,
        largest_mb=largest_mb,
    )


def not_a_table(what: Text, do: Text | None = None) -> InputRejected:
    """The sentence for a file of another kind: "This is X, not a table. Do Y."."""
    advice = do or EXPORT
    return rejected(
        "not_a_table",
        "Das ist {what}, keine Tabelle. {advice}",
        "This is {what}, not a table. {advice}",
        what=what,
        advice=advice,
    )


def not_read(what: Text, do: Text | None = None) -> InputRejected:
    """The sentence for a table in a format that is not read: "This is X. It is not read. Do Y."."""
    advice = do or EXPORT
    return rejected(
        "format_not_read",
        "Das ist {what}; dieses Format wird nicht gelesen. {advice}",
        "This is {what}; this format is not read. {advice}",
        what=what,
        advice=advice,
    )


def password() -> InputRejected:
    """The sentence for what only a password opens."""
    return rejected(
        "encrypted_workbook",
        "Die Datei ist mit einem Passwort geschützt. Bitte ohne Passwort speichern.",
        "The file is protected by a password. Please save it without one.",
    )


def empty_workbook() -> InputRejected:
    """The sentence for a workbook without anything in it."""
    return rejected(
        "empty_workbook",
        "Die Arbeitsmappe enthält keine gefüllten Zellen.",
        "The workbook holds no filled cells.",
    )


EXPORT = Text(
    "Bitte aus dem Programm, das die Zahlen enthält, als CSV oder Excel exportieren.",
    "Please export CSV or Excel from the program that holds the figures.",
)
SAVE_AS_XLSX = Text(
    "Bitte in Excel öffnen und als .xlsx speichern.", "Please open it in Excel and save as .xlsx."
)
XLSX_ADVICE = Text(
    "Öffnet Excel sie als Tabelle, dann bitte von dort als .xlsx speichern; sonst als CSV oder "
    "Excel exportieren.",
    "If Excel opens it as a table, please save it from there as .xlsx; otherwise export CSV or "
    "Excel.",
)
