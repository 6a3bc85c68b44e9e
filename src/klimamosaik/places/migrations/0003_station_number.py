from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0002_direction'),
    ]

    operations = [
        migrations.AlterField(
            model_name='weatherstation',
            name='number',
            field=models.CharField(max_length=120, unique=True),
        ),
    ]
