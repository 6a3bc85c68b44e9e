"""What a person may do in a municipality; known to the settings, too, so without Django."""

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Role(TextEnum):
    """What a person may do in a municipality; each role includes the ones before it."""

    READER = "reader", Text("liest", "reads")
    EDITOR = "editor", Text("liest und bearbeitet", "reads and edits")
    PUBLISHER = (
        "publisher",
        Text("bearbeitet und veröffentlicht", "edits and publishes"),
    )
    ADMIN = (
        "admin",
        Text(
            "Verwalten: bearbeiten, veröffentlichen und Personen verwalten",
            "edits, publishes and manages people",
        ),
    )
