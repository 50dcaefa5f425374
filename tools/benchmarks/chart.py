"""The figures as a picture: bars in a static SVG, in the colour of the text around it, so legible in light and dark."""

from collections.abc import Iterator, Mapping
from html import escape

_WIDTH, _NAMES, _FIGURES = 480, 90, 66
_ROW, _BAR, _HEAD, _GAP = 20, 12, 28, 12
#: From the top of a bar to the foot of the words beside it.
_BASE = 11
#: How dense the bars are: that of the one the picture is about, and the rest.
_STRONG, _PALE = 1, 0.35


def svg(title: str, groups: Mapping[str, Mapping[str, float]], strong: str) -> str:
    """Draw bars of seconds, each group to a scale of its own; `groups` maps heading -> name -> seconds.

    The text alternative holds every figure.
    """
    body: list[str] = []
    y = 0
    for heading, figures in groups.items():
        body.append(f'<text x="0" y="{y + _HEAD - 10}" font-weight="bold">{escape(heading)}</text>')
        y += _HEAD
        for name, figure in figures.items():
            body += _bar(y, name, figure, figure / max(figures.values()), strong=name == strong)
            y += _ROW
        y += _GAP
    words = escape(" ".join((f"{title}.", *_words(groups))))
    size = f'width="{_WIDTH}" height="{y}" viewBox="0 0 {_WIDTH} {y}"'
    look = 'font-family="inherit" font-size="13" fill="currentColor"'
    return "\n".join((f'<svg {size} role="img" aria-label="{words}" {look}>', *body, "</svg>"))


def _bar(y: int, name: str, figure: float, share: float, *, strong: bool) -> Iterator[str]:
    length = round((_WIDTH - _NAMES - _FIGURES) * share, 1)
    weight = ' font-weight="bold"' if strong else ""
    opacity = _STRONG if strong else _PALE
    yield f'<text x="0" y="{y + _BASE}"{weight}>{escape(name)}</text>'
    yield f'<rect x="{_NAMES}" y="{y}" width="{length}" height="{_BAR}" fill-opacity="{opacity}"/>'
    yield f'<text x="{_NAMES + length + 6:.1f}" y="{y + _BASE}"{weight}>{figure:.2f} s</text>'


def _words(groups: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    for heading, figures in groups.items():
        yield f"{heading}: {', '.join(f'{name} {figure:.2f} s' for name, figure in figures.items())}."
