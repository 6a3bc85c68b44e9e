"""One sentence of the doctor."""

from dataclasses import dataclass
from enum import StrEnum

from klimamosaik.terms.text import Text


class Seriousness(StrEnum):
    """How bad it is."""

    WELL = "ok"
    ODD = "warning"  # works, and somebody should know
    ILL = "error"  # does not work, or will not for long


@dataclass(frozen=True)
class DoctorFinding:
    """What was looked at, and how it is."""

    code: str
    condition: Seriousness
    text: Text


def well(code: str, text: Text) -> DoctorFinding:
    """All is well."""
    return DoctorFinding(code, Seriousness.WELL, text)


def odd(code: str, text: Text) -> DoctorFinding:
    """It works, and somebody should know."""
    return DoctorFinding(code, Seriousness.ODD, text)


def ill(code: str, text: Text) -> DoctorFinding:
    """It does not work, or will not for long."""
    return DoctorFinding(code, Seriousness.ILL, text)
