"""A property that is worked out when it is first asked for, and then kept."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")


class _Once(Generic[_T]):
    """A property of a class that puts what it finds into the object under its name, which is read from then on.

    `functools.cached_property` does the same, but before Python 3.12 takes a lock, which costs more than most answers.
    """

    def __init__(self, find: Callable[[Any], _T]) -> None:
        self._find = find
        self._name = find.__name__
        self.__doc__ = find.__doc__

    def __get__(self, owner: Any, _: type | None = None) -> _T:
        found = owner.__dict__[self._name] = self._find(owner)
        return found


def once(find: Callable[[Any], _T]) -> _Once[_T]:
    """Return the property that a method finds, for objects without slots."""
    return _Once(find)
