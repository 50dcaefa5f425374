"""What is known: the pages of the codes, and the words that mail systems use."""
