"""How much of one message is read; what is over is clipped, and the reading goes on.

`defects` says so wherever words of the report, or recipients, may have been left out.

Counts are of code points unless the name says otherwise.
"""

from typing import Final

#: A bounce with a 20 MB attachment inside is real mail; a gigabyte pasted by accident is not.
MAX_INPUT: Final = 32 * 1024 * 1024

#: Real reports nest three deep; a thousand levels exhaust a recursive reader (ours is a loop).
MAX_DEPTH: Final = 20

#: 40,000 empty MIME parts fit in 280 kB and cost seconds.
MAX_PARTS: Final = 200

#: Exchange's anti-spam and ARC headers reach several kB each; a megabyte of headers is an attack.
MAX_HEADERS: Final = 256 * 1024

#: One header field: at 16 kB the slowest known header still folds in milliseconds.
MAX_FIELD: Final = 16 * 1024

#: Of one part's text the head and the tail are judged: a notice says its code early, a log late.
MAX_HEAD: Final = 1024 * 1024
MAX_TAIL: Final = 256 * 1024

#: Of a returned original only enough is scanned to say why its codes don't count.
MAX_ORIGINAL: Final = 64 * 1024

#: Streams of an .msg: a report to a thousand recipients has some fifteen for each.
MAX_STREAMS: Final = 64 * 1024

#: HTML source shows itself early: further on a tag may be one that a text mentions.
MAX_MARKUP: Final = 512 * 1024

#: Mails of a thread, or reports side by side, in one paste.
MAX_SECTIONS: Final = 200

#: Pieces of one message, after threads are cut and blocks of base64 are decoded: 400 kB could hold 18,000.
MAX_PIECES: Final = 1000

#: Words that say what became of the mail are in a report's lead.
MAX_LEAD: Final = 16 * 1024

#: Codes weighed in one part: a report to a whole mailing list has a few for each recipient.
MAX_CODES: Final = 5000
#: The same for all parts of a message together: each costs half a kilobyte of memory.
MAX_FOUND: Final = 12_000

#: Evidence, recipients and links in one verdict: a page of numbers must not become a page of JSON.
MAX_EVIDENCE: Final = 200
MAX_RECIPIENTS: Final = 1000
MAX_LINKS: Final = 50

#: A line quoted as evidence; longer ones are cut round the code.
MAX_LINE: Final = 400
