// Types of the two JSON contracts: the verdict (version 1) and codes.json (version 1).

export interface Evidence {
  kind: string;
  part: string;
  code: string | null;
  /** The line itself. */
  text: string;
  /** Counted from 1; null, as are start and end, where the text was decoded. */
  line: number | null;
  /** In code points of the input as given. */
  start: number | null;
  end: number | null;
  decisive: boolean;
}

export interface Recipient {
  address: string | null;
  code: string | null;
  reply: number | null;
  action: string | null;
}

export interface Verdict {
  /** The file's name and, in an mbox, the mail's number; a code from a link has none. */
  source?: string;
  /** `link` is the page's own: a code that came in the address. */
  kind: "failure" | "delay" | "mention" | "not-a-bounce" | "link";
  code: string | null;
  reply: number | null;
  meaning: string | null;
  certainty: "certain" | "likely" | "unsure";
  title: string | null;
  page: string | null;
  permanence: string | null;
  blocked: string | null;
  acts: string[];
  lifted_by: string[];
  whose: "sender-side" | "recipient-side" | "unknown";
  recipients: Recipient[];
  evidence: Evidence[];
  other_codes: { code: string; why_not: string }[];
  links: { host: string; microsoft: boolean }[];
  defects: string[];
}

export interface Entry {
  code: string;
  title: string;
  /** Relative to the site's root. */
  page: string;
  /** What the code means in Microsoft's table. */
  stands_for: string;
  meanings: {
    id: string;
    says: string;
    permanence: string;
    blocked: string;
    acts: string[];
    lifted_by: string[];
    unblock: string[];
  }[];
  confused_with: { code: string; because: string }[];
  /** The day somebody last read the page against its sources. */
  reviewed: string;
}

/** A piece of a line of the bounce; where `kind` isn't empty, `by` may stand for it. */
export interface Piece {
  text: string;
  kind: string;
  by: string;
}
