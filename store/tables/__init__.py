"""The tables, one file per aggregate. Importing this package fills `SQLModel.metadata`."""

from store.tables.approval import Approval, ApprovalRequest
from store.tables.audit import AuditEvent
from store.tables.base import naming_convention
from store.tables.decision import Conflict, ConflictNote, Decision
from store.tables.delivery import Delivery, Pace
from store.tables.document import Document, DocumentConfirmation
from store.tables.home import HomeView
from store.tables.inbox import InboxEvent
from store.tables.milestone import Milestone, MilestoneItem, MilestoneRule, MilestoneWait
from store.tables.model import ModelCall
from store.tables.note import Note, NoteSource
from store.tables.nudge import Nudge, NudgeClock, NudgeRest, NudgeSchedule
from store.tables.person import Person
from store.tables.procedure import ProcedureRule, ProcedureTemplate, Stage, StageCriterion
from store.tables.production import Member, Production, ProductionChannel
from store.tables.review import Cut, Message, MessageEdition, Review, ReviewerFinished
from store.tables.scene import Connection, Deliverable, Scene
from store.tables.scheduled_report import ScheduledReport
from store.tables.suggestion import Draft, Shot, Suggestion
from store.tables.task import Task
from store.tables.transcript import Transcript
from store.tables.workspace import Workspace

__all__ = [
    "Approval",
    "ApprovalRequest",
    "AuditEvent",
    "Conflict",
    "ConflictNote",
    "Connection",
    "Cut",
    "Decision",
    "Deliverable",
    "Delivery",
    "Document",
    "DocumentConfirmation",
    "Draft",
    "HomeView",
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
    "NudgeRest",
    "NudgeSchedule",
    "Pace",
    "Person",
    "ProcedureRule",
    "ProcedureTemplate",
    "Production",
    "ProductionChannel",
    "Review",
    "ReviewerFinished",
    "Scene",
    "ScheduledReport",
    "Shot",
    "Stage",
    "StageCriterion",
    "Suggestion",
    "Task",
    "Transcript",
    "Workspace",
    "naming_convention",
]
