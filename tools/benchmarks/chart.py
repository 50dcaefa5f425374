"""The figures as a picture: bars in a static SVG file of its own, legible in light and dark."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

_WIDTH, _NAMES, _FIGURES = 480, 90, 66
_ROW, _BAR, _HEAD, _GAP = 20, 12, 28, 12
#: From the top of a bar to the foot of the words beside it.
_BASE = 11
#: How dense the bars are: that of the one the picture is about, and the rest.
_STRONG, _PALE = 1, 0.35
#: The page asks for #only-light or #only-dark; the colours of a light page are attributes, the others a rule.
_LIGHT, _DARK = "#20242e", "#e7e9f0"
_HEIGHT_OF_GROUP: Final = _HEAD + _GAP


def svg(groups: Mapping[str, Mapping[str, float]], strong: str) -> str:
    """Draw bars of seconds, each group to a scale of its own; `groups` maps heading -> name -> seconds."""
    body: list[str] = []
    y = 0
    for heading, figures in groups.items():
        body.append(f'<text x="0" y="{y + _HEAD - 10}" font-weight="bold">{escape(heading)}</text>')
        y += _HEAD
        for name, figure in figures.items():
            body += _bar(y, name, figure, figure / max(figures.values()), strong=name == strong)
            y += _ROW
        y += _GAP
    size = f'viewBox="0 0 {_WIDTH} {y}" width="{_WIDTH}" height="{y}"'
    look = 'font-family="system-ui, sans-serif" font-size="13"'
    head = (
        f'<svg id="only-dark" xmlns="http://www.w3.org/2000/svg" {size} {look}>',
        f"<style>svg:target .ink {{ fill: {_DARK}; }}</style>",
        f'<g id="only-light" class="ink" fill="{_LIGHT}">',
    )
    return "\n".join((*head, *body, "</g>", "</svg>", ""))


def markdown(title: str, groups: Mapping[str, Mapping[str, float]], address: str) -> str:
    """Return the Markdown that shows the picture at `address` in both colours. Its words hold every figure."""
    words = " ".join((f"{title}.", *_words(groups)))
    height = sum(_HEIGHT_OF_GROUP + _ROW * len(figures) for figures in groups.values())
    size = f'{{ width="{_WIDTH}" height="{height}" }}'
    return "\n".join(f"![{words}]({address}#only-{scheme}){size}" for scheme in ("light", "dark"))


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
