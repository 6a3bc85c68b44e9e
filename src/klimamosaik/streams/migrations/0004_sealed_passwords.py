from typing import Any

from django.db import migrations, models


def overwrite_what_goes(_: Any, editor: Any) -> None:
    """SQLite leaves what was deleted in the file, and a backup copies it, unless told to."""
    if editor.connection.vendor == "sqlite":
        with editor.connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def seal(apps: Any, _: Any) -> None:
    """Passwords that lie open are sealed; one is sealed already where it can be opened."""
    from klimamosaik.streams.passwords import is_sealed, sealed

    sources = apps.get_model("streams", "DataSource").objects.exclude(secret="")
    for source in sources:
        if not is_sealed(source.secret):
            sources.filter(pk=source.pk).update(secret=sealed(source.secret))


class Migration(migrations.Migration):
    dependencies = [("streams", "0003_uplinks")]

    operations = [
        migrations.RunPython(overwrite_what_goes, migrations.RunPython.noop),
        migrations.AlterField("datasource", "secret", models.TextField(blank=True)),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
