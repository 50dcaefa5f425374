// Types of manifest.mjs, which the site build writes beside these modules.

export interface RuntimeFile {
  /** Below the site's root. */
  url: string;
  /** Length and SHA-256 (hex) of the file as sent. */
  bytes: number;
  sha256: string;
  /** Length once expanded. */
  rawBytes: number;
  gzip: boolean;
}

export const manifest: {
  version: string;
  pyodide: string;
  python: string;
  /** The `info` of the npm package's pyodide-lock.json, which loadPyodide compares with the runtime. */
  lock: Record<string, string>;
  /** Address of the source code, whose issues take wrong verdicts; empty where the build isn't told. */
  repository: string;
  files: Record<"pyodideJs" | "asmJs" | "wasm" | "stdlib" | "checker", RuntimeFile>;
};

/** The site's root. */
export const root: URL;

/** The code, or range of codes, of each page in codes/. */
export const pages: string[];
