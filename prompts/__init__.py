"""What a model is asked, and what is accepted back. Pure; knows nothing but the value types.

One folder for each thing a model is asked for, in it a folder or a file for each version of the
words. `prompts.read_notes`: the notes in the messages of a review thread.
`prompts.answer_question`: lines of the record, put into sentences. `prompts.drafting`: drafts of
seven kinds. `prompts.request` is what their questions share, `prompts.answers` how their answers
are read.
"""
