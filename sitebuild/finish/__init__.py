"""What is done to the built site: policy, redirects, search, lists and checksums."""
