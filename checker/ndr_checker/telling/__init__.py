"""What people and programs read: text, Markdown, the words, and what is hidden in them."""
