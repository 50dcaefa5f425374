"""What the build makes of the catalogue: code pages, indexes, Markdown twins."""
