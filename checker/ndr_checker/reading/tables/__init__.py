"""Tables and JSON: message traces and other exports."""
