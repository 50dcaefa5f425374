"""What every room uses: limits, patterns compiled at first use, the form in which words are compared."""
