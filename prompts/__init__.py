"""What a model is asked, and what is accepted back. Pure; knows nothing but the value types.

One folder for each thing a model is asked for, in it one folder for each version of the words.
`prompts.read_notes`: the notes in the messages of a review thread. `prompts.answer_question`:
lines of the record, put into sentences. `prompts.request` is what their questions share.
"""
