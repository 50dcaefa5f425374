"""How Python starts in the browser; README.md says what it relies on in Pyodide."""
