"""What a round achieved, in figures and as a picture."""
