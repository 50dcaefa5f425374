"""Reports as Outlook keeps them: the properties of a .msg file, and what a report of Exchange holds in them."""

from tests.support.compound_file import message

CLASS, SUBJECT, HEADERS, REPORTING, BODY, REPORT_TEXT, HTML = 0x1A, 0x37, 0x7D, 0x6820, 0x1000, 0x1001, 0x1013
SENDER, SENDER_NAME, SENT_TO, DISPLAY_TO, ORIGINAL_SENDER = 0x5D01, 0x0C1F, 0x5D07, 0x0E04, 0x0067
ADDRESS, EXCHANGE_ADDRESS, NAME, SAID, STATUS, REMOTE = 0x39FE, 0x3003, 0x3001, 0x0C1B, 0x0C20, 0x0C21
DATA, TYPE, FILE_NAME = 0x3701, 0x370E, 0x3707
CODE_PAGE = 0x3FFD

LEAD = "Delivery has failed to these recipients or groups:\r\n\r\nPat\r\nYour message couldn't be delivered.\r\n"
THRESHOLD = "550 5.7.705 Access denied, tenant has exceeded threshold"
DOMAINS = "550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains."
SERVER = "AM0CONTOSO0101.eurprd99.prod.outlook.com"
NDR: dict[int, str | bytes | int] = {
    CLASS: "REPORT.IPM.Note.NDR",
    SUBJECT: "Undeliverable: Delivery dates",
    SENDER: "MicrosoftExchange329e71ec88ae4615@contoso.com",
    SENT_TO: "robin@contoso.com",
    REPORTING: f"dns;{SERVER}",
}
RETURNED = message(
    {
        CLASS: "IPM.Note",
        SUBJECT: "about 5.1.10",
        SENDER: "robin@contoso.com",
        DISPLAY_TO: "pat@fabrikam.com",
        BODY: "Hi",
    },
    inside=True,
)


def failed(address: str, info: str, status: int = 570) -> dict[int, str | bytes | int]:
    """Return the row of a recipient who did not get the mail."""
    return {ADDRESS: address, NAME: address.partition("@")[0], SAID: info, STATUS: status}


def said(reply: str) -> str:
    """Return a reply as Exchange writes it for a recipient."""
    return f"<{SERVER} #{reply.split()[1]} smtp;{reply}>"
