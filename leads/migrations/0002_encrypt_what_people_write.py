"""Messages and notes lie encrypted from here on; those that are there already as well."""

from django.db import migrations

import clinic.fields
from clinic import encryption

COLUMNS = (("ConsultationRequest", "message"), ("Event", "text"))


def _rewrite(apps, rewritten):
    for name, field in COLUMNS:
        model = apps.get_model("leads", name)
        rows = model.objects.exclude(**{field: ""}).values_list("pk", field)
        for key, text in rows.iterator():
            model.objects.filter(pk=key).update(**{field: rewritten(text)})


def encrypt(apps, schema_editor):
    _rewrite(apps, encryption.encrypt_text)


def decrypt(apps, schema_editor):
    _rewrite(apps, encryption.decrypt_text)


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_initial")]

    operations = [
        # While the columns are still plain texts, so that what is written is what is stored.
        migrations.RunPython(encrypt, decrypt),
        migrations.AlterField(
            "consultationrequest",
            "message",
            clinic.fields.EncryptedTextField(blank=True, verbose_name="message"),
        ),
        migrations.AlterField(
            "event", "text", clinic.fields.EncryptedTextField(blank=True, verbose_name="text")
        ),
    ]
