"""A place for the secrets of second factors, encrypted."""

import django.db.models.deletion
from django.db import migrations, models

import clinic.fields


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0004_writers_of_the_pages"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppSecret",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", clinic.fields.EncryptedTextField(help_text="Hexadecimal.", verbose_name="secret")),
                (
                    "device",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="app_secret",
                        to="otp_totp.totpdevice",
                    ),
                ),
            ],
            options={"verbose_name": "secret of an app", "verbose_name_plural": "secrets of apps"},
        ),
        migrations.CreateModel(
            name="AppDevice",
            fields=[],
            options={
                "verbose_name": "app for codes",
                "verbose_name_plural": "apps for codes",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("otp_totp.totpdevice",),
        ),
        migrations.AddConstraint(
            "appsecret",
            models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="app_secret_says_something"
            ),
        ),
    ]
