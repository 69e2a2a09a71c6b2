"""What a check found: where, in which sentence, against which rule."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the command with exit code 1; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One fault."""

    place: str
    sentence: str
    rule: str
    severity: Severity
    message: str

    @property
    def is_error(self) -> bool:
        """Whether the text may not be published like this."""
        return self.severity == Severity.ERROR

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return asdict(self)
