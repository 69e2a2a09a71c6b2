"""The capture tag: what a block says can be said twice, escaped once."""

from __future__ import annotations

from django.template import Context, Template


def test_what_is_captured_can_be_said_twice() -> None:
    template = Template(
        "{% load capture %}{% capture as said %} {{ name }} {% endcapture %}{{ said }}|{{ said }}"
    )

    assert template.render(Context({"name": "A & B"})) == "A &amp; B|A &amp; B"
