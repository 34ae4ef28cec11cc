"""How good drafts are: what people made of each kind, by whoever drafted it."""
