"""The marks in the pages under About that depend on the copy: who runs it, where the source is, its address."""

from collections.abc import Mapping

from sitebuild.sources.organization import Organization


def filled(markdown: str, organization: Organization | None, repository: str, site_url: str) -> str:
    """Return a page's Markdown with its marks replaced.

    `repository` is the address of the source code, empty where the build isn't told; `site_url` ends in a slash.
    """
    for mark, words in _words(organization, repository.rstrip("/")).items():
        markdown = markdown.replace(mark, words)
    return markdown.replace("{site}", site_url)


def _words(organization: Organization | None, repository: str) -> Mapping[str, str]:
    help_desk = organization.help_desk_markdown if organization else "the person or page that sent you here"
    issues = f"[the project's issues]({repository}/issues)"
    return {
        "{operator}": f"This copy is run by **{organization.name}**."
        if organization
        else "This copy doesn't say who runs it: that's the owner of this address.",
        "{contact}": f"Ask {help_desk}."
        if organization or not repository
        else f"Ask in {issues}, which are public. Report vulnerabilities privately, on the Security tab there.",
        "{report}": f"Use [the form]({repository}/issues/new/choose); it is public."
        if repository
        else f"Tell {help_desk}. They can pass it on to the project.",
        "{source}": f"The source code is at <{repository}>."
        if repository
        else "This copy doesn't say where its source code is. The checker itself can be "
        "[downloaded as a Python package](command-line.md#install).",
    }
