"""The same Markdown in the theme as it comes, without anything of ours: what it scores is what the machine allows."""

from pathlib import Path

from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config

from tools.benchmarks.process import ROOT


def build(site: Path, url: str) -> None:
    """Build the pages for their address. Those that only our build makes are missing, so MkDocs isn't strict."""
    config = load_config(
        str(ROOT / "mkdocs.yml"),
        site_dir=str(site),
        site_url=url,
        strict=False,
        theme={"name": "material", "font": False},
        hooks=[],
        extra_css=[],
        extra_javascript=[],
    )
    build_site(config)
