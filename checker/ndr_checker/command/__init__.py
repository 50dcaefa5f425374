"""The command line: what to read, on how many cores, in which form, and the exit code."""
