"""The same Markdown in the plain theme with the same features: its score is what the theme and the machine allow."""

from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config

from tools.paths import ROOT


def build(site: Path, url: str) -> None:
    """Build the pages for their address. Those that only our build makes are missing, so MkDocs isn't strict."""
    bare: dict[str, Any] = {"hooks": [], "extra_css": [], "extra_javascript": []}
    file = str(ROOT / "mkdocs.yml")
    # Our build makes the buttons that copy; the theme leaves them to its script.
    features = [*load_config(file, **bare).theme["features"], "content.code.copy"]
    features.remove("content.lazy")
    theme = {"name": "material", "font": False, "features": features}
    config = load_config(file, site_dir=str(site), site_url=url, strict=False, theme=theme, **bare)
    build_site(config)
