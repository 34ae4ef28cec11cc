"""How a thread is read without a model; `handlers.notes.reading` is its door. All pure."""
