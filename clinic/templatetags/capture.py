"""`{% capture as name %}`: keeps what a block says, so that a template can say it twice."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def capture(content: str) -> str:
    """What stands between the tags, without the blanks around it."""
    # Safe: the template has escaped what needs it.
    return SafeString(content.strip())
