"""The tables. Importing this package registers all of them, and their triggers."""

from showcase.accounts.tables import (
    Account,
    Invitation,
    JurorCard,
    JurySeat,
    LoginAttempt,
    Membership,
    OneTimeLink,
    RecoveryCode,
    SecondFactor,
    StaffSession,
)
from showcase.anomalies.tables import AnomalyFlag
from showcase.board.tables import Announcement, Screen
from showcase.declaration.tables import RuleChange
from showcase.draw.tables import Draw, DrawTicket, DrawWin
from showcase.entries.tables import Award, BoothCode, Entry, Photo, Tally
from showcase.exhibitions.tables import Category, Exhibition, PhaseChange, RuleSet
from showcase.innovators.tables import InnovatorLink, ProfileProposal, ProposedPhoto
from showcase.jury.tables import (
    Assignment,
    Briefing,
    CategoryLock,
    Criterion,
    JuryDuty,
    JuryMessage,
    Obstacle,
    PaperReading,
    Recusal,
    Score,
    Sheet,
)
from showcase.kernel.base import Base
from showcase.kernel.tables import AuditEvent, BallotRecord, Installation
from showcase.messages.tables import Message
from showcase.objections.tables import Objection, ObjectionAnswer, ResultCorrection
from showcase.results.tables import Snapshot, TieDecision
from showcase.scans.tables import PosterScan
from showcase.schema import triggers
from showcase.tickets.tables import Kiosk, KioskTurn, SecretTry, Ticket, TicketBatch
from showcase.voting.tables import Ballot, Suspension, UsedForm, Vote, Voter

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
