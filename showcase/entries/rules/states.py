"""The states of an entry."""

from enum import StrEnum


class Status(StrEnum):
    """draft is seen by staff only; withdrawn stays readable, but can't be voted for or scored."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
