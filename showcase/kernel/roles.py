"""Who somebody is: the roles of accounts."""

from enum import StrEnum


class Role(StrEnum):
    """What an account may do."""

    ORGANIZER = "organizer"
    JUROR = "juror"
    DESK = "desk"
    MC = "mc"
    VIEWER = "viewer"


# Who is invited on the people's page; jurors have a page and cards of their own.
OFFICE_ROLES = (Role.ORGANIZER, Role.DESK, Role.MC, Role.VIEWER)
