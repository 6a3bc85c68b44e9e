from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("observations", "0004_streamed")]

    operations = [migrations.RemoveField(model_name="yearofdays", name="extent")]
