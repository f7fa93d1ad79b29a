"""Column types and checks that several tables use."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum


def stored(kind: type[StrEnum]) -> Enum:
    """A string enumeration stored by value, without a database type of its own (its CHECK is `one_of`)."""
    return Enum(
        kind, native_enum=False, create_constraint=False, length=20, values_callable=lambda e: [m.value for m in e]
    )


def one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    """The CHECK that holds a column to the enumeration's values."""
    values = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")
