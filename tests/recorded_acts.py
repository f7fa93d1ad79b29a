"""Watches every line that any test writes to the audit log: it has words on the page, and it holds no secret."""

import re
from typing import Any

from sqlalchemy import event

from showcase.accounts.labels import ACTIONS
from showcase.kernel.tables import AuditEvent

# Names of fields that must not stand there, and what hashes and 192-bit tokens look like.
SECRET_NAME = re.compile(
    r"(^|[_.-])(password|passwd|token|pin|secret|pepper|nonce|cookie|totp)([_.-]|$)", re.IGNORECASE
)
SECRET_VALUE = re.compile(r"\$argon2|^[A-Za-z0-9_-]{32}$|^[A-Za-z0-9_-]{43}$|^[a-z]{4}(-[a-z]{4}){3}$")
# Digests of what is public anyway.
PUBLIC = re.compile(r"^[0-9a-f]{32}$")


def secrets_in(value: Any, name: str = "") -> list[str]:
    """Where a recorded value looks like a secret."""
    if isinstance(value, dict):
        return [found for key, part in value.items() for found in secrets_in(part, str(key))]
    if isinstance(value, list):
        return [found for part in value for found in secrets_in(part, name)]
    text = str(value)
    hidden = bool(SECRET_VALUE.search(text)) and not PUBLIC.match(text)
    return [f"{name}={text}"] if hidden or (SECRET_NAME.search(name) and not isinstance(value, bool)) else []


def watch() -> None:
    """From now on in this process."""
    event.listen(AuditEvent, "before_insert", _check)


def _check(mapper: object, connection: object, line: AuditEvent) -> None:
    found = [*secrets_in(line.before), *secrets_in(line.after), *secrets_in(line.subject), *secrets_in(line.reason)]
    assert not found, f"{line.action} records a secret: {found}"
    if not line.action.startswith("test."):
        assert line.action in ACTIONS, f"give {line.action!r} words in showcase/accounts/labels.py"
