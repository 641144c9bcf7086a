/** Some bytes, made ready to be compared with many places: as 32-bit words, the last of which may overlap the one before. */
export interface Pattern {
  readonly length: number;
  readonly words: Int32Array;
}

export function patternOf(bytes: Uint8Array): Pattern {
  const { length } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  if (length < 4) return { length, words: Int32Array.of(shortWord(view, 0, length)) };
  const words = new Int32Array(Math.ceil(length / 4));
  for (let i = 0; i < words.length; i++) words[i] = view.getInt32(Math.min(4 * i, length - 4), true);
  return { length, words };
}

/** Whether exactly these bytes stand from `start` to `end`. */
export function sameBytes(view: DataView, start: number, end: number, { length, words }: Pattern): boolean {
  if (end - start !== length) return false;
  if (length < 4) return shortWord(view, start, length) === words[0];
  const last = length - 4;
  let word = 0;
  for (let i = 0; i < last; i += 4) if (view.getInt32(start + i, true) !== words[word++]) return false;
  return view.getInt32(start + last, true) === words[word];
}

function shortWord(view: DataView, start: number, length: number): number {
  let word = 0;
  for (let i = 0; i < length; i++) word = (word << 8) | view.getUint8(start + i);
  return word;
}
