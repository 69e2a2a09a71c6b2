"""The secrets of second factors lie encrypted from here on, and recovery codes as keyed hashes."""

from django.db import migrations
from django_otp.util import random_hex

from clinic.encryption import keyed_hash


def seal(apps, schema_editor):
    secrets = apps.get_model("clinic", "AppSecret").objects
    for device in apps.get_model("otp_totp", "TOTPDevice").objects.all():
        secrets.create(device=device, key=device.key)
        device.key = random_hex()
        device.save(update_fields=["key"])
    for token in apps.get_model("otp_static", "StaticToken").objects.all():
        token.token = keyed_hash(token.token, "recovery code")[:16]
        token.save(update_fields=["token"])


def unseal(apps, schema_editor):
    """Apps go on working; recovery codes have to be made anew."""
    for secret in apps.get_model("clinic", "AppSecret").objects.select_related("device"):
        secret.device.key = secret.key
        secret.device.save(update_fields=["key"])
        secret.delete()
    apps.get_model("otp_static", "StaticToken").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("clinic", "0005_app_secret"), ("otp_static", "0003_add_timestamps")]

    operations = [migrations.RunPython(seal, unseal)]
