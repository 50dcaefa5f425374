"""Where an organization that runs a copy of this site says whom to ask, and what is done first there."""

from sitebuild.pages.code_page import CHECKER_MARK
from sitebuild.sources.organization import Organization


def placed(markdown: str, organization: Organization, code: str) -> str:
    """Return a page's Markdown with whom to ask, and the first step for its code: after the checker, or on top."""
    box = _box(organization, code)
    return (
        markdown.replace(CHECKER_MARK, f"{CHECKER_MARK}\n\n{box}") if CHECKER_MARK in markdown else f"{box}{markdown}"
    )


def _box(organization: Organization, code: str) -> str:
    lines = [f"**First step:** {step}\n"] if (step := organization.first_steps.get(code)) else []
    lines.append(f"**Help desk:** {organization.help_desk_markdown}")
    return f'!!! note "At {organization.name}"\n' + "".join(f"\n    {line}" for line in lines) + "\n\n"
