from typing import Any

from django.db import migrations, models

ANYWHERE = 2**62  # later than any reading


def look_once(apps: Any, _: Any) -> None:
    """Note which numbers readings kept that were moved already: those of sensors may be.

    Where readings are damaged any number may be: no new reading gets one without a look at all.
    """
    known = apps.get_model("observations", "Latest").objects
    of_sensors = known.filter(datastream__meter_point=None, datastream__station=None)
    numbers = list(of_sensors.order_by("pk").values_list("pk", flat=True))
    if not numbers:  # nothing is read for a new folder
        return
    from klimamosaik.observations.store import hot_and_cold, version
    from klimamosaik.observations.store.latest import moved_from
    from klimamosaik.records.damage import StoreDamaged

    upto = version.current().newest
    for number in numbers:
        try:
            versions = hot_and_cold.versions(datastreams=[number], start=None, end=None, upto=upto)
        except StoreDamaged:
            known.filter(pk=number).update(kept=ANYWHERE)
            continue
        for pk, place in moved_from(versions).items():
            known.filter(pk=pk).update(kept=place)


class Migration(migrations.Migration):
    dependencies = [("observations", "0006_result_times")]

    operations = [
        migrations.AddField("latest", "kept", models.BigIntegerField(null=True)),
        migrations.RunPython(look_once, migrations.RunPython.noop),
    ]
