"""Transcripts: files of what was said, read once, summed up and searched for clips."""
