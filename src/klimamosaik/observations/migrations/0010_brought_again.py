from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("observations", "0009_estimated_days")]

    operations = [
        migrations.AddField(
            "delivery",
            "brings_again",
            models.ForeignKey(
                "observations.delivery", PROTECT, null=True, blank=True, related_name="+"
            ),
        ),
    ]
