"""A full disk, told from all other faults, in one sentence."""

import errno

from klimamosaik.terms.complaint import problem

FULL = (errno.ENOSPC, errno.EDQUOT)
FULL_IN_POSTGRESQL = "53100"  # its code for a full disk
FULL_IN_SQLITE = "database or disk is full"


def means_full_disk(error: BaseException) -> bool:
    """True where this error, or the one it was raised from, is for want of space."""
    if isinstance(error, OSError) and error.errno in FULL:
        return True
    if getattr(error, "sqlstate", None) == FULL_IN_POSTGRESQL or FULL_IN_SQLITE in str(error):
        return True
    return error.__cause__ is not None and means_full_disk(error.__cause__)


FULL_DISK = problem(
    "full_disk",
    "Auf der Festplatte des Servers ist kein Platz mehr. Bitten Sie, wer ihn betreut, Platz zu "
    "schaffen, und versuchen Sie es dann noch einmal.",
    "There is no space left on the server's disk. Ask whoever looks after it to make room, "
    "then try again.",
)
