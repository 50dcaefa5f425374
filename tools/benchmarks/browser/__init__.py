"""The checker in a page of the built site, beside the other ways to run the same Python there.

The page is the same for all: only the script that runs Python is another one. See variants.py.
"""
