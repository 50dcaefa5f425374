"""The site that the tests look at: built once, however many workers there are, and served by the process above them."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.support.paths import ROOT
from tools.serve import SiteServer, running

# As a project's page on GitHub Pages: an address that forgets its path is found out.
_PREFIX = "/ndr/"

# Seconds for a build; it takes 20 on a machine that does nothing else.
_LIMIT = 600


class Place(NamedTuple):
    """Where the site is built and served: a working folder, and an address that ends with a slash."""

    work: str
    url: str

    @property
    def site(self) -> Path:
        """Return the folder of the built site."""
        return Path(self.work, "site")


@contextmanager
def served() -> Iterator[Place]:
    """Serve a folder that is still empty, so that the site can be built for its true address.

    Instant navigation is off where the address in the site's sitemap isn't the one in the browser.
    """
    with TemporaryDirectory(prefix="ndr-tests-") as work:
        site = Path(work, "site")
        site.mkdir()
        with running(SiteServer(site, prefix=_PREFIX)) as server:
            yield Place(work, server.url)


def built(place: Place) -> str:
    """Build the site as it is published, or wait for the worker that does; return why it failed, or an empty text."""
    outcome = Path(place.work, "outcome")
    try:
        Path(place.work, "claimed").mkdir()
    except FileExistsError:
        while not outcome.is_file():
            time.sleep(0.1)
    else:
        written = "the build was interrupted"
        try:
            written = _build(place)
        finally:
            draft = outcome.with_suffix(".draft")
            draft.write_text(written, encoding="utf-8")
            draft.rename(outcome)
    return outcome.read_text(encoding="utf-8")


def _build(place: Place) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", place.site],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": place.url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=_LIMIT,
    )
    return f"mkdocs build --strict failed:\n{run.stdout}" if run.returncode else ""
