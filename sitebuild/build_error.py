"""What stops the build."""


class BuildError(Exception):
    """What the site is built from is wrong or missing; the message says what, and what to do."""
