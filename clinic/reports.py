"""Reports of errors to a Sentry server, when SENTRY_DSN names one: where it broke, and nothing of anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clinic.env import BadSetting

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment")
KEPT_OF_FRAME = (
    "filename",
    "module",
    "function",
    "lineno",
    "context_line",
    "pre_context",
    "post_context",
    "in_app",
)


def start(dsn: str, **options: Any) -> None:
    """Report errors from here on.

    Raises:
        BadSetting: the address is none, or the program that reports is not installed.
    """
    try:
        import sentry_sdk  # noqa: PLC0415  only who reports needs it installed
        from sentry_sdk.utils import BadDsn  # noqa: PLC0415
    except ImportError:
        raise BadSetting(
            "SENTRY_DSN needs one program more: .venv/bin/pip install -r requirements-sentry.txt"
        ) from None
    try:
        sentry_sdk.init(
            dsn=dsn,
            before_send=without_persons,
            before_breadcrumb=lambda *_seen: None,
            include_local_variables=False,
            max_request_body_size="never",
            server_name="",
            **options,
        )
    except BadDsn:
        raise BadSetting(
            "SENTRY_DSN cannot be read. Copy it anew from the server: https://key@host/number"
        ) from None


def without_persons(event: Event, _hint: Hint) -> Event:
    """Kinds of errors and places in our code. What is not listed here is left out, whatever it is."""
    told: dict[str, Any] = dict(event)
    errors = told.get("exception", {}).get("values", [])
    kept = {name: told[name] for name in KEPT if name in told}
    kept["exception"] = {"values": [_error(error) for error in errors]}
    return kept  # type: ignore[return-value]  # a part of an event is one


def _error(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", [])
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "stacktrace": {
            "frames": [{name: frame[name] for name in KEPT_OF_FRAME if name in frame} for frame in frames]
        },
    }
