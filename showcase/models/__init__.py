"""The tables. Importing this package registers all of them, and their triggers."""

from showcase.models import triggers
from showcase.models.account import (
    Account,
    Invitation,
    LoginAttempt,
    OneTimeLink,
    RecoveryCode,
    SecondFactor,
    StaffSession,
)
from showcase.models.audit import AuditEvent
from showcase.models.ballot import Ballot, BallotRecord, Tally, UsedForm, Vote, Voter
from showcase.models.base import Base
from showcase.models.category import Category, Criterion
from showcase.models.draw import Draw, DrawTicket, DrawWin
from showcase.models.entry import BoothCode, Entry, Photo
from showcase.models.exhibition import Exhibition, Installation, PhaseChange, RuleSet
from showcase.models.judging import CategoryLock, JurorCard, JuryDuty, JuryMessage, PaperReading
from showcase.models.message import Message
from showcase.models.result import Award, Snapshot
from showcase.models.sheet import Assignment, Recusal, Score, Sheet
from showcase.models.visit import Briefing, Obstacle

__all__ = [
    "Account",
    "Assignment",
    "AuditEvent",
    "Award",
    "Ballot",
    "BallotRecord",
    "Base",
    "BoothCode",
    "Briefing",
    "Category",
    "CategoryLock",
    "Criterion",
    "Draw",
    "DrawTicket",
    "DrawWin",
    "Entry",
    "Exhibition",
    "Installation",
    "Invitation",
    "JurorCard",
    "JuryDuty",
    "JuryMessage",
    "LoginAttempt",
    "Message",
    "Obstacle",
    "OneTimeLink",
    "PaperReading",
    "PhaseChange",
    "Photo",
    "RecoveryCode",
    "Recusal",
    "RuleSet",
    "Score",
    "SecondFactor",
    "Sheet",
    "Snapshot",
    "StaffSession",
    "Tally",
    "UsedForm",
    "Vote",
    "Voter",
    "triggers",
]
