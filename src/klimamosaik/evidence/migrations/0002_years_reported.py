"""Effects tell how much of a year's use lies in their days; stored ones by the days' number."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

DAYS_A_YEAR = 365.25


def by_days(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What is stored was brought to a year by its days, until the new method works it out anew."""
    found = apps.get_model("evidence", "MeasuredEffect").objects.filter(days_reported__gt=0)
    found.update(years_reported=F("days_reported") / DAYS_A_YEAR)


class Migration(migrations.Migration):
    """One column more."""

    dependencies = [("evidence", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="measuredeffect",
            name="years_reported",
            field=models.FloatField(null=True),
        ),
        migrations.RunPython(by_days, migrations.RunPython.noop),
    ]
