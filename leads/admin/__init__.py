"""What staff see."""

from __future__ import annotations

from leads.admin import deliveries, leads, spam
from leads.chat import admin as chat

__all__ = ["chat", "deliveries", "leads", "spam"]
