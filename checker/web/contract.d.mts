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
  address: string;
  code: string | null;
  reply: number | null;
  action: string | null;
  /** The index of the evidence that says so. */
  evidence: number | null;
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
  other_codes: OtherCode[];
  links: Link[];
  /** From here on, Python's sentences for this reader; what is read from the bounce is marked. */
  headline: string;
  says: string | null;
  /** Addresses below the site's root, best first. */
  way: string[];
  /** Read from the bounce, as are `time`, `server` and `id`. */
  sender: Sender | null;
  time: string | null;
  server: string | null;
  id: string | null;
  defects: string[];
  severity: "organization" | "admin" | "you" | "recipient" | "wait" | "open" | "info";
  /** The severity in a few words. */
  badge: string;
  /** Is it me, and who has to act? */
  answer: string | null;
  notice: string | null;
  steps: Step[];
  facts: Fact[];
  offers: ("note" | "letter" | "link" | "case")[];
  /** Only in codes.json, where the link is shown without Python. */
  letter?: Letter;
  case?: Carried;
  /** Indexes of the evidence for the kind, and for whose server refused. */
  because: Because;
}

export interface Because {
  kind: number | null;
  whose: number | null;
}

export interface OtherCode {
  code: string;
  why_not: string;
}

export interface Link {
  host: string;
  microsoft: boolean;
}

export interface Sender {
  address: string;
  domain: string;
}

/** The way with its words, and for whom it is. */
export interface Step {
  address: string;
  text: string;
  reader: "sender" | "admin" | "all";
}

export interface Fact {
  name: string;
  text: string;
}

/** The message to the admin; `mail` is whether mail is a way to send it. */
export interface Letter {
  subject: string;
  body: string;
  hint: string;
  mail: boolean;
}

/** What goes into the case for Support: fields of the guide's form, and rows that show them. */
export interface Carried {
  fields: { code?: string; first?: string; server?: string; domain?: string; domains?: string };
  rows: Fact[];
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
    /** Where the code has several meanings; otherwise the title says what happened. */
    headline?: string;
    says: string;
    permanence: string;
    blocked: string;
    acts: string[];
    lifted_by: string[];
    unblock: string[];
  }[];
  /** Short addresses below the site's root that lead to the page. */
  aliases: string[];
  confused_with: { code: string; because: string }[];
  /** The verdict on a link to this code, without what is empty; `{code}` and `{root}` stand for the code and the site. */
  card: Partial<Verdict>;
  /** The day somebody last read the page against its sources. */
  reviewed: string;
}

/** A piece of a line of the bounce; where `kind` isn't empty, `by` may replace it. */
export interface Piece {
  text: string;
  kind: string;
  by: string;
}
