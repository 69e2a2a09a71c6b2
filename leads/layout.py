"""How the consultation form is laid out: three short groups, then consent."""

from __future__ import annotations

from crispy_forms.layout import Div, Field, Fieldset, Layout
from django.utils.translation import gettext_lazy as _


def consultation() -> Layout:
    """Who you are and how to answer you; what you noticed; when to reach you; consent."""
    return Layout(
        Fieldset(
            _("You"),
            "name",
            "contact_method",
            # Prints the country beside the number.
            Field("phone", template="clinic/phone.html"),
            "email",
            "language",
        ),
        Fieldset(_("Your hair"), Field("noticed", template="clinic/heads.html"), "treatment", "message"),
        Fieldset(_("When to reach you"), "preferred_time"),
        Field("website", template="clinic/trap.html"),
        Div("consent", "marketing_consent", css_class="c-form__group"),
        "request_key",
        "stamp",
        "landing_page",
        "referrer",
        "utm_source",
        "utm_medium",
        "utm_campaign",
        "utm_term",
        "utm_content",
    )
