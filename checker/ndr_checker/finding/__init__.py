"""From a Message to Evidence: every code and reply in it, and the place where it was found."""
