"""The hook that mkdocs.yml names: MkDocs takes every `on_*` it finds here."""

from sitebuild.adapter import *  # noqa: F403 – MkDocs looks the events up by name
