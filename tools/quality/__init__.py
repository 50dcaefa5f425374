"""What two other programs say of the built site: the Nu HTML checker of every page, Lighthouse of three.

Both are heavy, and Lighthouse measures times: `make quality` is no part of `make test`.
"""
