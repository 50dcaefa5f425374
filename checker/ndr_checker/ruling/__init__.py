"""Verdicts: by a code, by words without one, by a table."""
