"""Drafting: questions, shot lists, summaries, clips, tidied notes, handoffs and pickups, each line
drafted from the record for people to decide on."""
