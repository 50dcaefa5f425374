"""The programs of the page about clusters on real workers: `python -m tools.engines`."""
