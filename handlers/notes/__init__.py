"""Notes: what a thread asks for, and what people decide about it."""
