"""Why a request looks like spam, in words for staff."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "trap": _("A field that people cannot see was filled in"),
    "gambling": _("Speaks of gambling"),
    "search-ranking": _("Offers work on websites, ranking or adverts"),
    "their-site": _("Speaks to the owner of a website or a firm"),
    "money": _("Promises or asks for money"),
    "lending": _("Offers loans"),
    "pills": _("Sells medicines"),
    "adult": _("Offers company"),
    "offer": _("Offers something instead of asking"),
    "threat": _("Threatens, or asks to confirm or pay something"),
    "link-in-name": _("A link in place of a name"),
    "links": _("Links to other sites"),
    "markup": _("Written as code for a web page"),
    "disguised": _("Letters of two alphabets in one word, as a disguise"),
    "random": _("Letters without sense"),
    "repeated": _("The same text came from others"),
    "network": _("Many requests from one network within an hour"),
    "contact": _("Many requests with one number or address within an hour"),
    "network-day": _("Many requests from one network within a day"),
    "contact-day": _("Many requests with one number or address within a day"),
    "page": _("One opened page was sent for many people"),
    "no-page": _("Sent without opening the form"),
    "forged-page": _("The mark of the opened form is not ours"),
    "quick": _("Sent within three seconds"),
    "old": _("The form was open for more than a day"),
    "no-browser": _("Not sent by a browser of these years"),
}


def in_words(key: str) -> str:
    """The reason; the key itself when the rule has gone."""
    return str(REASONS.get(key, key))
