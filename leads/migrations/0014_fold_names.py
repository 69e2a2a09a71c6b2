"""Names are compared without the letters that Arabic writers exchange: the keys of those we have, made anew."""

from django.db import migrations

from leads import text

BATCH = 500


def fold(apps, schema_editor):
    leads, last = apps.get_model("leads", "Lead").objects.order_by("pk"), 0
    while batch := list(leads.filter(pk__gt=last).only("name", "name_key")[:BATCH]):
        for lead in batch:
            lead.name_key = text.name_key(lead.name)
        leads.bulk_update(batch, ["name_key"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("leads", "0013_chat_origin")]
    # Each batch for itself; broken off, it is simply run again.
    atomic = False

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
