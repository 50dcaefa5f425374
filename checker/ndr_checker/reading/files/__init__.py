"""Files as they come, piece by piece: what each is, what is inside it, and the messages in it."""
