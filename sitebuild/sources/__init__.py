"""What the build reads, and refuses with file, line and remedy."""
