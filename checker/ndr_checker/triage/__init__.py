"""Which domain, which connector, since when: answers from an admin's exports, joined.

Pure functions over rows that come in pieces. Nothing is called unregistered without the list of accepted domains, and
every answer names the files behind it.
"""

from .workspace import Workspace

__all__ = ["Workspace"]
