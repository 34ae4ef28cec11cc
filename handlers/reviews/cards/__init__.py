"""A review as people see it: the one card of its thread, the sheet of a frozen round, the list of
all notes, the opening message and the offer."""

from handlers.reviews.cards.card import UNDECIDED_SHOWN, review_card
from handlers.reviews.cards.notes_list import notes_list_view
from handlers.reviews.cards.opening import opening_message, review_offer
from handlers.reviews.cards.sheet import round_sheet
from handlers.reviews.cards.view import LeftBehind, Newer, ReviewView

__all__ = [
    "UNDECIDED_SHOWN",
    "LeftBehind",
    "Newer",
    "ReviewView",
    "notes_list_view",
    "opening_message",
    "review_card",
    "review_offer",
    "round_sheet",
]
