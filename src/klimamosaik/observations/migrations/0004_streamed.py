from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("observations", "0003_places_of_things")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="streamed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="delivery",
            name="first",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="latest",
            name="pending",
            field=models.BigIntegerField(db_index=True, null=True),
        ),
    ]
