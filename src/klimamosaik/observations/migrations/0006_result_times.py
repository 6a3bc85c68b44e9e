from typing import Any

from django.db import migrations, models

AT_ONCE = 20  # datastreams whose readings are held in memory together


def look_once(apps: Any, _: Any) -> None:
    """Note when results were there of readings that are stored already; not where they are damaged,
    which whoever asks for them is told."""
    known = apps.get_model("observations", "Latest").objects.filter(count__gt=0)
    numbers = list(known.order_by("pk").values_list("pk", flat=True))
    if not numbers:  # nothing is read for a new folder
        return
    from klimamosaik.observations.store import hot_and_cold, version
    from klimamosaik.observations.store.result_times import of_frame
    from klimamosaik.records.damage import StoreDamaged

    upto = version.current().newest
    for begin in range(0, len(numbers), AT_ONCE):
        some = numbers[begin : begin + AT_ONCE]
        try:
            readings = hot_and_cold.state(datastreams=some, start=None, end=None, upto=upto)
        except StoreDamaged:
            continue
        times = readings.select("datastream").with_columns(of_frame(readings)).drop_nulls()
        for number, found in times.group_by("datastream"):
            known.filter(pk=number[0]).update(
                result_first=found["result"].min(), result_until=found["result"].max()
            )


class Migration(migrations.Migration):
    dependencies = [("observations", "0005_days_without_extent")]

    operations = [
        migrations.AddField(
            model_name="latest",
            name="result_first",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="latest",
            name="result_until",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunPython(look_once, migrations.RunPython.noop),
    ]
