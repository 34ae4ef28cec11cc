"""Drafts of every kind and their lines, which people decide on one by one. What is drafted comes
from `handlers.drafting`, or from a message's sections.

- `services` begins a draft, fills it with lines and ends it; `rules` says what a line is and which
  ones the production has seen; `memory`, with `likeness`, `film_words` and `word_vectors`, knows
  what was rejected in other words.
- `deciding` accepts, rejects and edits; `accepting` makes what an accepted line becomes.
- `cards`, `forms`, `written` and `wording` are what people see, `listeners` and `jobs` the doors.
- `section_drafts` turns a message or a file into a draft; `sections`, `layout` and `advice` read
  it.
"""
