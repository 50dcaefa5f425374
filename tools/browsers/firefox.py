"""Firefox, driven by WebDriver BiDi, which it speaks itself: no driver and no patched build is needed."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from websockets.sync.client import ClientConnection, connect

_NAMES: Final = ("firefox-esr", "firefox")
#: It calls home for updates and lists otherwise.
_QUIET: Final = {
    "app.normandy.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.server": "",
}
#: Seconds for anything that is asked of it.
_LIMIT: Final = 120


def find() -> str | None:
    """Return the path of `$FIREFOX`, or of the first Firefox on the path, or None."""
    named = os.environ.get("FIREFOX")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)


class Firefox:
    """One window. `asked` lists the address of every request that it has begun, workers' too."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = 0
        self.asked: list[str] = []
        self._send("session.new", capabilities={})
        self._send("session.subscribe", events=["network.beforeRequestSent"])
        (window,) = self._send("browsingContext.getTree")["contexts"]
        self._window = window["context"]

    def open(self, address: str) -> None:
        """Go to an address and wait until it has loaded."""
        self._send("browsingContext.navigate", context=self._window, url=address, wait="complete")

    def call(self, function: str, *arguments: str) -> Any:
        """Call a JavaScript function in the page with texts, and return the JSON value of what it promises."""
        answer = self._send(
            "script.callFunction",
            functionDeclaration=f"async (...texts) => JSON.stringify(await ({function})(...texts) ?? null)",
            arguments=[{"type": "string", "value": text} for text in arguments],
            target={"context": self._window},
            awaitPromise=True,
            userActivation=True,
        )
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def press(self, *keys: str) -> None:
        """Press keys together and let go."""
        actions = [{"type": "keyDown", "value": key} for key in keys]
        actions += [{"type": "keyUp", "value": key} for key in reversed(keys)]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self._send("input.performActions", context=self._window, actions=[source])

    def _send(self, method: str, **params: object) -> Any:
        self._number += 1
        self._connection.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            message = json.loads(self._connection.recv(timeout=_LIMIT))
            if message.get("method") == "network.beforeRequestSent":
                self.asked.append(message["params"]["request"]["url"])
            elif message.get("id") == self._number:
                if message["type"] == "error":
                    raise AssertionError(f"{method}: {message['message']}")
                return message["result"]


@contextmanager
def firefox(path: str) -> Iterator[Firefox]:
    """Run the Firefox at `path` with an empty profile."""
    with TemporaryDirectory() as profile:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _QUIET.items()]
        Path(profile, "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [path, "--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", profile]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            try:
                said = (re.search(r"BiDi listening on (ws://\S+)", line) for line in process.stderr or ())
                where = next(match[1] for match in said if match)
                with connect(f"{where}/session", max_size=None, proxy=None) as connection:
                    yield Firefox(connection)
            finally:
                process.terminate()
