from typing import Any

from django.db import migrations, models

AT_ONCE = 20  # datastreams whose readings are in memory together


def mark_again(apps: Any, _: Any) -> None:
    """Days of meters with readings that are not measured are out of date from the first one on.

    Where readings are damaged all days are: who asks for them is told what is damaged.
    """
    years = apps.get_model("observations", "YearOfDays").objects
    of_meters = years.filter(datastream__meter_point__isnull=False).order_by("datastream")
    numbers = list(of_meters.values_list("datastream", flat=True).distinct())
    if not numbers:  # nothing is read for a new folder
        return
    import polars as pl

    from klimamosaik.observations.store import hot_and_cold, version
    from klimamosaik.records.damage import StoreDamaged

    known = apps.get_model("observations", "Latest").objects
    upto = version.current().newest
    for begin in range(0, len(numbers), AT_ONCE):
        some = numbers[begin : begin + AT_ONCE]
        try:
            found = hot_and_cold.state(datastreams=some, start=None, end=None, upto=upto)
        except StoreDamaged:
            known.filter(pk__in=some).update(pending=models.F("first"))
            continue
        guessed = found.filter(pl.col("quality") != "measured")
        firsts = guessed.group_by("datastream").agg(pl.col("start").min().to_physical())
        for pk, first in firsts.iter_rows():
            row = known.get(pk=pk)
            row.pending = first if row.pending is None else min(row.pending, first)
            row.save(update_fields=["pending"])


class Migration(migrations.Migration):
    dependencies = [("observations", "0008_confirmations_taken_back")]

    operations = [
        migrations.AddField("yearofdays", "estimated", models.BinaryField(null=True)),
        migrations.RunPython(mark_again, migrations.RunPython.noop),
    ]
