// The checker's archive, read without Python's help: that would have to be imported first.

/**
 * Read a zip as checker/site/archive.py packs it: stored, one file behind the other, the directory at the end.
 * @param {ArrayBuffer} zip
 * @returns {Generator<[path: string, data: Uint8Array]>}
 */
export function* unzipped(zip) {
  const view = new DataView(zip);
  for (let at = 0; view.getUint32(at, true) === 0x04034b50; ) {
    const [length, name, extra] = [view.getUint32(at + 18, true), view.getUint16(at + 26, true), view.getUint16(at + 28, true)];
    const start = at + 30 + name + extra;
    yield [new TextDecoder().decode(new Uint8Array(zip, at + 30, name)), new Uint8Array(zip, start, length)];
    at = start + length;
  }
}
