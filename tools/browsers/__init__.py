"""Finds the browsers that tests and benchmarks use; `python -m tools.browsers` installs Debian's."""
