"""What becomes of a message, said in a sentence."""

from dataclasses import dataclass
from typing import Any

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class UplinkOutcome(TextEnum):
    """What became of a message."""

    STORED = "stored", Text("gespeichert", "stored")
    IGNORED = "ignored", Text("ohne Messwerte für uns", "without readings for us")
    KNOWN = "known", Text("schon gespeichert", "stored already")
    REFUSED = "refused", Text("nicht lesbar", "not readable")


@dataclass(frozen=True)
class UplinkAnswer:
    """The answer to one message."""

    outcome: UplinkOutcome
    text: Text
    readings: int = 0

    def as_record(self) -> dict[str, Any]:
        """For machines."""
        return {
            "outcome": self.outcome.value,
            "readings": self.readings,
            "text": dict(self.text.both()),
        }


def ignored(text: Text) -> UplinkAnswer:
    """A message that is fine and has nothing for us."""
    return UplinkAnswer(UplinkOutcome.IGNORED, text)


def refused(text: Text) -> UplinkAnswer:
    """A message that cannot be read."""
    return UplinkAnswer(UplinkOutcome.REFUSED, text)


def stored(readings: int, note: Text | None) -> UplinkAnswer:
    """A message whose readings are here now."""
    text = Text(
        "{readings:Messwert|Messwerte} gespeichert.", "{readings:reading|readings} stored."
    ).format(readings=readings)
    if note is not None:
        text = Text("{text} {note}", "{text} {note}").format(text=text, note=note)
    return UplinkAnswer(UplinkOutcome.STORED, text, readings)


KNOWN = UplinkAnswer(
    UplinkOutcome.KNOWN,
    Text("Diese Meldung ist schon gespeichert.", "This message is stored already."),
)
REFUSED_BEFORE = ignored(
    Text(
        "Genau diese Meldung wurde schon als nicht lesbar abgewiesen; sie wird nicht gebraucht.",
        "Exactly this message was refused as not readable before; it is not needed.",
    )
)
PAUSED = ignored(
    Text(
        "Diese Quelle ist angehalten: nichts wurde gespeichert.",
        "This source is paused: nothing was stored.",
    )
)
LEFT_OUT = ignored(
    Text(
        "Alle Reihen dieser Meldung sind ausgenommen oder gelöscht.",
        "All series of this message are left out or deleted.",
    )
)
FULL = ignored(
    Text(
        "Die Quelle hat zu viele Reihen; neue Geräte werden nicht mehr aufgenommen.",
        "The source has too many series; new devices are taken in no more.",
    )
)
