"""From bytes or text to a Message: parts with a role, each with the way back to the input."""
