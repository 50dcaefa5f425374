// What the box says besides the verdict: what it did with a paste, how to undo that, and what was judged before.

/** The name of a text that was pasted, where files have theirs. */
export const pasted = "pasted text";
export const startOver = "Start over";
export const another = "Paste another";

/** Shown until Python has read the text. @param {number} count */
export const found = (count) => (count === 1 ? "Found, not yet judged: " : `Found ${count} codes, not yet judged: `);
export const replaced = "Your earlier text was replaced. Undo brings it back.";
export const cleared = "Cleared. Undo brings your text back.";
export const restored = "Your earlier text is back.";
export const forgotten = "Cleared: the text, undo and the list.";
export const files = (/** @type {number} */ count) => `${count} files`;
export const noExample = "The example couldn't be loaded. Paste your own bounce.";
