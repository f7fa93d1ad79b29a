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
from showcase.models.anomaly import AnomalyFlag
from showcase.models.audit import AuditEvent
from showcase.models.award import Award
from showcase.models.ballot import Ballot, UsedForm, Vote, Voter
from showcase.models.ballot_record import BallotRecord
from showcase.models.base import Base
from showcase.models.category import Category
from showcase.models.criterion import Criterion
from showcase.models.draw import Draw, DrawTicket, DrawWin
from showcase.models.entry import BoothCode, Entry, Photo
from showcase.models.exhibition import Exhibition, PhaseChange, RuleSet
from showcase.models.innovator import InnovatorLink, ProfileProposal, ProposedPhoto
from showcase.models.installation import Installation
from showcase.models.judging import CategoryLock, JuryDuty, JuryMessage, PaperReading
from showcase.models.juror_card import JurorCard
from showcase.models.kiosk import Kiosk, KioskTurn
from showcase.models.membership import JurySeat, Membership
from showcase.models.message import Message
from showcase.models.objection import Objection, ObjectionAnswer, ResultCorrection
from showcase.models.result import Snapshot, TieDecision
from showcase.models.rule_change import RuleChange
from showcase.models.scan import PosterScan
from showcase.models.screen import Announcement, Screen
from showcase.models.sheet import Assignment, Recusal, Score, Sheet
from showcase.models.suspension import Suspension
from showcase.models.tally import Tally
from showcase.models.ticket import SecretTry, Ticket, TicketBatch
from showcase.models.visit import Briefing, Obstacle

__all__ = [
    "Account",
    "Announcement",
    "AnomalyFlag",
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
    "InnovatorLink",
    "Installation",
    "Invitation",
    "JurorCard",
    "JuryDuty",
    "JuryMessage",
    "JurySeat",
    "Kiosk",
    "KioskTurn",
    "LoginAttempt",
    "Membership",
    "Message",
    "Objection",
    "ObjectionAnswer",
    "Obstacle",
    "OneTimeLink",
    "PaperReading",
    "PhaseChange",
    "Photo",
    "PosterScan",
    "ProfileProposal",
    "ProposedPhoto",
    "RecoveryCode",
    "Recusal",
    "ResultCorrection",
    "RuleChange",
    "RuleSet",
    "Score",
    "Screen",
    "SecondFactor",
    "SecretTry",
    "Sheet",
    "Snapshot",
    "StaffSession",
    "Suspension",
    "Tally",
    "Ticket",
    "TicketBatch",
    "TieDecision",
    "UsedForm",
    "Vote",
    "Voter",
    "triggers",
]
