"""What changed, and where a production stands: asked for, or coming by itself."""
