// Types of manifest.mjs, which the site build writes beside these modules.

export interface RuntimeFile {
  /** Relative to manifest.mjs. */
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
  /** Address of codes.json, relative to manifest.mjs. */
  codes: string;
  files: Record<"pyodideJs" | "asmJs" | "wasm" | "stdlib" | "checker", RuntimeFile>;
};

/** Plain words for the catalogue's tokens; `who` serves `acts` and `lifted_by`. */
export const words: Record<"permanence" | "blocked" | "who", Record<string, string>>;
