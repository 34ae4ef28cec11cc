"""Home: what one person has to do and to decide, in all their productions, on one page."""
