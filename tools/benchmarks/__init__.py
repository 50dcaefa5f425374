"""How fast and how frugal the checker is, beside other programs that read bounces, all in one run: `make bench`."""
