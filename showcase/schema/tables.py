"""The tables. Importing this package registers all of them, and their triggers."""

from showcase.accounts.tables.accounts import (
    Account,
    Invitation,
    LoginAttempt,
    OneTimeLink,
    RecoveryCode,
    SecondFactor,
    StaffSession,
)
from showcase.accounts.tables.cards import JurorCard
from showcase.accounts.tables.memberships import JurySeat, Membership
from showcase.anomalies.tables import AnomalyFlag
from showcase.board.tables import Announcement, Screen
from showcase.declaration.tables import RuleChange
from showcase.draw.tables import Draw, DrawTicket, DrawWin
from showcase.entries.tables.award import Award
from showcase.entries.tables.entry import BoothCode, Entry, Photo
from showcase.entries.tables.tally import Tally
from showcase.exhibitions.tables.category import Category
from showcase.exhibitions.tables.exhibition import Exhibition, PhaseChange, RuleSet
from showcase.innovators.tables import InnovatorLink, ProfileProposal, ProposedPhoto
from showcase.jury.tables.criteria import Criterion
from showcase.jury.tables.judging import CategoryLock, JuryDuty, JuryMessage, PaperReading
from showcase.jury.tables.reports import Briefing, Obstacle
from showcase.jury.tables.sheets import Assignment, Recusal, Score, Sheet
from showcase.kernel.base import Base
from showcase.kernel.tables.audit import AuditEvent
from showcase.kernel.tables.installation import Installation
from showcase.kernel.tables.ledger import BallotRecord
from showcase.messages.tables import Message
from showcase.objections.tables import Objection, ObjectionAnswer, ResultCorrection
from showcase.results.tables import Snapshot, TieDecision
from showcase.scans.tables import PosterScan
from showcase.schema import triggers
from showcase.tickets.tables.kiosks import Kiosk, KioskTurn
from showcase.tickets.tables.tickets import SecretTry, Ticket, TicketBatch
from showcase.voting.tables.ballots import Ballot, UsedForm, Vote, Voter
from showcase.voting.tables.suspension import Suspension

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
