// Types of the workspace's JSON contract, version 1: docs/schema/triage-1.json.

export interface Found {
  version: number;
  files: Read[];
  messages: Messages;
  domains: Domain[];
  connectors: Connector[];
  accounts: Account[];
  acts: Act[];
  hours: Hour[];
  counts: Count[];
  answers: Answer[];
  missing: Missing[];
  defects: string[];
}

export interface Read {
  name: string;
  format: string;
  rows: number;
  used: number;
  first: string | null;
  last: string | null;
  zone: string | null;
  cut: string | null;
}

export interface Messages {
  all: number;
  outside: number;
  failed: number;
  delivered: number;
  waiting: number;
  first: string | null;
  last: string | null;
}

export interface Domain {
  domain: string;
  registered: "accepted" | "covered" | "subdomain" | "foreign" | "unknown";
  messages: number;
  failed: number;
  delivered: number;
  waiting: number;
  codes: Record<string, number>;
  first: string | null;
  last: string | null;
  last_good: string | null;
  first_bad: string | null;
  delivered_again: string | null;
  sources: Source[];
  advice: "register" | "stop" | "look" | null;
}

export interface Source {
  address: string | null;
  connector: string | null;
  how: "named" | "address" | null;
  messages: number;
  also?: string[];
}

export interface Connector {
  name: string;
  type: string | null;
  enabled: boolean | null;
  created: string | null;
  changed: string | null;
  made_by: string | null;
  made_from: string | null;
  made_at: string | null;
  messages: number;
  failed: number;
  domains: string[];
  new: boolean;
}

export interface Account {
  address: string;
  messages: number;
  recipients: number;
  failed: number;
  peak: number;
  peak_hour: string | null;
  first: string | null;
}

export interface Act {
  time: string | null;
  who: string;
  from: string | null;
  operation: string;
  object: string | null;
  related: string[];
}

export interface Hour {
  hour: string | null;
  domain: string;
  delivered: number;
  failed: number;
  waiting: number;
}

export interface Count {
  report: string;
  date: string | null;
  connector: string | null;
  domain: string | null;
  code: string | null;
  account: string | null;
  count: number;
  samples: string[];
}

export interface Answer {
  question: string;
  text: string;
  files: string[];
}

export interface Missing {
  question: string;
  format: string;
  command: string;
}
