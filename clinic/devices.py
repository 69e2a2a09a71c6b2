"""The app on a person's phone that shows codes; its secret lies encrypted."""

from __future__ import annotations

from binascii import unhexlify

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from clinic.fields import EncryptedTextField, Unreadable


class AppSecret(models.Model):
    """What an app and we both know."""

    device = models.OneToOneField(TOTPDevice, on_delete=models.CASCADE, related_name="app_secret")
    key = EncryptedTextField(_("secret"), help_text="Hexadecimal.")

    class Meta:
        verbose_name = _("secret of an app")
        verbose_name_plural = _("secrets of apps")
        constraints = [models.CheckConstraint(condition=~models.Q(key=""), name="app_secret_says_something")]

    def __str__(self) -> str:
        return f"Secret {self.pk}"


class AppDevice(TOTPDevice):  # type: ignore[misc]  # django-otp has no types
    """A device of django-otp that takes its secret from ours; the `key` in its own row opens nothing."""

    class Meta:
        proxy = True
        verbose_name = _("app for codes")
        verbose_name_plural = _("apps for codes")

    app_secret: AppSecret

    @property
    def bin_key(self) -> bytes:
        """The secret in bytes; django-otp asks for it here and nowhere else."""
        return unhexlify(self.app_secret.key)

    def verify_token(self, token: str) -> bool:
        """Whether the code fits; none does while the key that opens the secret is missing."""
        return not isinstance(self.app_secret.key, Unreadable) and bool(super().verify_token(token))
