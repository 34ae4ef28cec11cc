"""The tables, one file per aggregate. Importing this package fills `SQLModel.metadata`."""

from store.tables.approval import Approval, ApprovalRequest
from store.tables.audit import AuditEvent
from store.tables.base import naming_convention
from store.tables.decision import Conflict, ConflictNote, Decision
from store.tables.delivery import Delivery, Pace
from store.tables.document import Document
from store.tables.inbox import InboxEvent
from store.tables.milestone import Milestone, MilestoneItem, MilestoneRule, MilestoneWait
from store.tables.model import ModelCall
from store.tables.note import Note, NoteSource
from store.tables.nudge import Nudge, NudgeClock, NudgeGap, NudgeRest, NudgeSchedule
from store.tables.person import Person
from store.tables.production import Member, Production, ProductionChannel
from store.tables.review import Cut, Message, MessageEdition, Review, ReviewerFinished
from store.tables.task import Task
from store.tables.workspace import Workspace

__all__ = [
    "Approval",
    "ApprovalRequest",
    "AuditEvent",
    "Conflict",
    "ConflictNote",
    "Cut",
    "Decision",
    "Delivery",
    "Document",
    "InboxEvent",
    "Member",
    "Message",
    "MessageEdition",
    "Milestone",
    "MilestoneItem",
    "MilestoneRule",
    "MilestoneWait",
    "ModelCall",
    "Note",
    "NoteSource",
    "Nudge",
    "NudgeClock",
    "NudgeGap",
    "NudgeRest",
    "NudgeSchedule",
    "Pace",
    "Person",
    "Production",
    "ProductionChannel",
    "Review",
    "ReviewerFinished",
    "Task",
    "Workspace",
    "naming_convention",
]
