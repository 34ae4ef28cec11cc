"""Reviews: a cut, its thread, and the one card in it."""
