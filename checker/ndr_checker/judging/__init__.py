"""From Evidence to a decision: which code counts, for whom, and why not the others."""
