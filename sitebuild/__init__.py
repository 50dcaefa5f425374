"""What `mkdocs build` does beyond Markdown. `adapter` is the only module that knows MkDocs."""
