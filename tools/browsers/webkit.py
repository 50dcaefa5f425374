"""WebKit in the form of WebKitGTK, driven by its own WebDriver on a screen that nobody sees."""

import io
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection, socket
from typing import Any, Final
from urllib.request import Request, urlopen

#: Seconds for anything that is asked of it.
_LIMIT: Final = 120
_KEY: Final = {"type": "key", "id": "keyboard"}
_CALL: Final = """
const done = arguments[arguments.length - 1];
(async () => JSON.stringify(await (%s)(...[...arguments].slice(0, -1)) ?? null))().then(
  (json) => done(["value", json]), (error) => done(["error", String(error)]));
"""


def find() -> tuple[str, str, str] | None:
    """Return the paths of the driver, the browser and the screen, or None where one is missing."""
    browsers = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    return (driver, str(browsers[-1]), screen) if driver and browsers and screen else None


class WebKit:
    """One window."""

    def __init__(self, driver: str, browser: str) -> None:
        self._address = driver
        options = {"binary": browser, "args": ["--automation"]}
        asked = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        session = self._send("POST", "session", {"capabilities": asked})
        self._address = f"{driver}/session/{session['sessionId']}"
        self._send("POST", "timeouts", {"script": _LIMIT * 1000, "pageLoad": _LIMIT * 1000})

    def open(self, address: str) -> None:
        """Go to an address and wait until it has loaded."""
        self._send("POST", "url", {"url": address})

    def call(self, function: str, *arguments: str) -> Any:
        """Call a JavaScript function in the page with texts, and return the JSON value of what it promises."""
        kind, answer = self._send("POST", "execute/async", {"script": _CALL % function, "args": list(arguments)})
        if kind == "error":
            raise AssertionError(answer)
        return json.loads(answer)

    def press(self, *keys: str) -> None:
        """Press keys together and let go."""
        actions = [{"type": "keyDown", "value": key} for key in keys]
        actions += [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self._send("POST", "actions", {"actions": [{**_KEY, "actions": actions}]})

    def close(self) -> None:
        """Close the window."""
        self._send("DELETE", "", None)

    def _send(self, method: str, command: str, data: object) -> Any:
        body = None if data is None else json.dumps(data).encode()
        request = Request(f"{self._address}/{command}".rstrip("/"), body, method=method)  # noqa: S310 – our own driver
        with urlopen(request, timeout=_LIMIT) as answer:  # noqa: S310 – as above
            return json.load(answer)["value"]


@contextmanager
def webkit(driver: str, browser: str, screen: str) -> Iterator[WebKit]:
    """Run WebKit with an empty profile."""
    number = ["-displayfd", "1", "-screen", "0", "1280x1024x24"]
    with subprocess.Popen([screen, *number], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as display:
        said = display.stdout or io.StringIO()
        try:
            with _driver(driver, f":{said.readline().strip()}") as address:
                page = WebKit(address, browser)
                yield page
                page.close()
        finally:
            display.terminate()


@contextmanager
def _driver(path: str, display: str) -> Iterator[str]:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    # It keeps its own processes apart by namespaces, which a container may not make.
    environment = os.environ | {"DISPLAY": display, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
    with subprocess.Popen([path, f"--port={port}"], env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(_LIMIT * 10):
                try:
                    create_connection(("127.0.0.1", port)).close()
                    break
                except ConnectionRefusedError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
