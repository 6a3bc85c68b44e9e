"""The layout of a new database in one go; later changes of the layout are migrations."""

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from klimamosaik.records.exclusive_work import LAYOUT, alone_in_database


def lay_out_if_empty(connection: BaseDatabaseWrapper) -> bool:
    """Make all tables of an empty database at once; returns whether it was empty.

    Replaying the migrations from the first one gives the same tables but takes about eight times
    as long, most of it spent on rebuilding models that are never used. Tables and the note that
    all migrations are done come in one transaction: killed in the middle, nothing is there.
    """
    if connection.introspection.table_names():
        return False
    # SQLite lets one write at a time; PostgreSQL two, of which one would fail at the same names.
    with (
        alone_in_database(LAYOUT.number, wait=True),
        connection.schema_editor(atomic=True) as editor,
    ):
        if connection.introspection.table_names():  # another process was faster
            return False
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        note_all_done(connection)
    return True


def note_all_done(connection: BaseDatabaseWrapper) -> None:
    """Note every migration there is as done."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    known = MigrationLoader(connection).graph.nodes
    recorder.Migration.objects.using(connection.alias).bulk_create(
        recorder.Migration(app=app, name=name) for app, name in sorted(known)
    )
