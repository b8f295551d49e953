"""A published programme as files that other programs read."""
