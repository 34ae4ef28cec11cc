"""What a model is asked, and what is accepted back: nothing yet, notes are read without one."""
