"""Inputs that are out to break the checker: found by coverage, made by a grammar, grown to show what they cost."""
