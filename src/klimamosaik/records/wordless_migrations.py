"""Migrations without words: what a field or its choices are called is no part of the layout.

Labels, hints and choices stand on the models in two languages; were they part of migrations, every
better word would need one, for a field and again for its history.
"""

from typing import Any

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ProjectState


class WordlessAutodetector(MigrationAutodetector):
    """Finds what changed of the layout, never of the words."""

    def __init__(
        self, from_state: ProjectState, to_state: ProjectState, questioner: Any = None
    ) -> None:
        super().__init__(without_words(from_state), without_words(to_state), questioner)


def without_words(state: ProjectState) -> ProjectState:
    """The same layout; its fields are copies of those of the models."""
    for model in state.models.values():
        for field in model.fields.values():
            field._verbose_name = None
            field.help_text = ""
            field.choices = None
    return state
