"""The tables, one file per aggregate. Importing this package fills `SQLModel.metadata`."""

from store.tables.audit import AuditEvent
from store.tables.base import naming_convention
from store.tables.delivery import Delivery, Pace
from store.tables.inbox import InboxEvent
from store.tables.model import ModelCall
from store.tables.note import Note, NoteSource
from store.tables.person import Person
from store.tables.production import Member, Production, ProductionChannel
from store.tables.review import Cut, Message, MessageEdition, Review
from store.tables.task import Task
from store.tables.workspace import Workspace

__all__ = [
    "AuditEvent",
    "Cut",
    "Delivery",
    "InboxEvent",
    "Member",
    "Message",
    "MessageEdition",
    "ModelCall",
    "Note",
    "NoteSource",
    "Pace",
    "Person",
    "Production",
    "ProductionChannel",
    "Review",
    "Task",
    "Workspace",
    "naming_convention",
]
