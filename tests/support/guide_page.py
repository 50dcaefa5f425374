"""The guide of the built site, as an admin meets it."""

from playwright.sync_api import Locator, Page, expect


class Guide:
    """What an admin sees of the guide's tools and does with them."""

    def __init__(self, page: Page, server: str) -> None:
        self.page = page
        self.url = f"{server}unblock/"
        self.open()

    def open(self, rest: str = "") -> None:
        """Load the guide, to a step if `rest` names one."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.url}{rest}")
        self.page.locator(".ndr-steps").wait_for()
        self.box = self.page.get_by_role("region", name="Your progress")

    def step(self, title: str) -> Locator:
        """Return the tick of a step."""
        return self.page.get_by_role("checkbox", name=f"Done: {title}", exact=True)

    def time(self, title: str) -> Locator:
        """Return the time that is beside a step's tick."""
        return self.page.locator(".ndr-tick", has=self.step(title)).locator("time")

    def unfold(self, name: str) -> Locator:
        """Open what is folded and return its text."""
        fold = self.page.locator("details", has=self.page.get_by_text(name, exact=True))
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        fold.locator("pre").wait_for()
        return fold

    def copied(self, fold: Locator) -> str:
        """Press the button of a fold and return the clipboard."""
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        fold.get_by_role("button", name="Copy this").click()
        expect(self.page.get_by_role("status")).to_contain_text("Copied as shown")
        found = self.page.evaluate("navigator.clipboard.readText()")
        assert isinstance(found, str)
        return found


ALERTS = "Find out from the alerts when it began"
ACCOUNTS = "Secure the accounts"
CASE = "Write the text of your case from what you have done"
