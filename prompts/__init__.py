"""What a model is asked, and what is accepted back. Pure; knows nothing but the value types.

One folder for each thing a model is asked for, in it one folder for each version of the words.
So far there is one: `prompts.read_notes`, the notes in the messages of a review thread.
"""
