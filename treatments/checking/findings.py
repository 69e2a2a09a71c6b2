"""What a check found: where, in which sentence, against which rule."""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass, replace
from enum import StrEnum
from hashlib import sha256


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

    @property
    def fingerprint(self) -> str:
        """Other words, another place and another rule give another one."""
        return sha256(repr(astuple(self)).encode()).hexdigest()

    def accepted(self, reason: str) -> Finding:
        """The same, once somebody has said why the text is right."""
        return replace(self, severity=Severity.WARNING, message=f"{self.message} Accepted: {reason}")

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return asdict(self)
