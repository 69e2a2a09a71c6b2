"""What the lead that stayed stood like before another was joined to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0014_fold_names")]

    operations = [migrations.AddField("formerlead", "stayed", models.JSONField(default=dict, blank=True))]
