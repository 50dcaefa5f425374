"""Regular expressions that are compiled when they are first used.

Of a hundred patterns one input asks a third, and to compile them all took half of the start, in the browser most of it.
"""

import re
from typing import AnyStr, Generic, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


class Lazy(Generic[AnyStr]):
    """Stands for a compiled pattern: the first use of a method compiles it, and from then on they are its own."""

    def __init__(self, source: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = source
        self.flags = flags

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return self.__dict__[name]


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when it is first used; what is wrong with it is raised then, by `re`."""
    return cast("re.Pattern[AnyStr]", Lazy(source, flags))
