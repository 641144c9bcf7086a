import { ConsumerError } from '@polylog/core/driver';
import { numberEnd } from './number-end.js';
import { plainTextEnd } from './plain-text.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const LETTER_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** No answer is nested this deeply. */
const MOST_DEPTH = 100;
export const LONGEST_NUMBER: number = 400;
const LONGEST_NAME = 200;
/** What a backslash may stand in front of, beside the u with its four digits. */
const IS_ESCAPED = new Uint8Array(256);
for (const letter of Buffer.from('"\\/bfnrt')) IS_ESCAPED[letter] = 1;
const [NULL, TRUE, FALSE] = [Buffer.from('null'), Buffer.from('true'), Buffer.from('false')];

/**
 * A place in JSON text, moved by reading. Takes what `JSON.parse` takes, except for nesting and numbers beyond any sense,
 * and throws `corrupt-data` for all else. Makes no text and no object but what is asked for: bodies have many megabytes,
 * and their numbers more than 53 bits.
 */
export class JsonScanner {
  at = 0;
  readonly bytes: Buffer;
  readonly view: DataView;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The kind of the value that comes. */
  peek(): 'object' | 'list' | 'text' | 'other' {
    switch (this.#next()) {
      case OPEN_OBJECT:
        return 'object';
      case OPEN_LIST:
        return 'list';
      case QUOTE:
        return 'text';
      default:
        return 'other';
    }
  }

  /**
   * Goes to the value behind the first name of an object, or behind its next one, and reads the name; undefined at its end.
   * A longer name than that is nobody's, and read as an empty one.
   */
  nextName(isFirst: boolean, mostBytes: number = LONGEST_NAME): string | undefined {
    return this.nextMember(isFirst) ? this.name(mostBytes) : undefined;
  }

  /** Goes to the first name of an object, or to its next one; false at its end. */
  nextMember(isFirst: boolean): boolean {
    if (!this.#goesOn(isFirst, OPEN_OBJECT, CLOSE_OBJECT)) return false;
    if (this.#next() !== QUOTE) throw this.broken('there is no name');
    return true;
  }

  /** Reads a name, and goes to the value behind it. */
  name(mostBytes: number = LONGEST_NAME): string {
    const name = this.text(mostBytes) ?? '';
    this.#goToValue();
    return name;
  }

  /** The same, without reading it. */
  passName(): void {
    this.#passText();
    this.#goToValue();
  }

  /** Goes to the first item of a list, or to its next one; false at its end. */
  nextItem(isFirst: boolean): boolean {
    return this.#goesOn(isFirst, OPEN_LIST, CLOSE_LIST);
  }

  /** Goes to the first character of a text. */
  enterText(): void {
    this.#take(QUOTE);
  }

  /** Goes on behind the quote that ends a text. */
  leaveText(): void {
    if (this.bytes[this.at] !== QUOTE) throw this.broken('a text holds what it must not');
    this.at++;
  }

  /** A text; undefined for one of more bytes than that, as it stands there. */
  text(mostBytes: number): string | undefined {
    this.enterText();
    const start = this.at;
    const isPlain = this.passCharacters();
    const end = this.at;
    this.leaveText();
    if (end - start > mostBytes) return undefined;
    const inside = this.bytes.toString('utf8', start, end);
    return isPlain ? inside : (JSON.parse(`"${inside}"`) as string);
  }

  /** Goes on to the quote that ends the text; false where escapes stand before it. */
  passCharacters(): boolean {
    const { bytes, view } = this;
    let isPlain = true;
    for (let at = this.at; ; ) {
      at = plainTextEnd(bytes, view, at);
      while ((bytes[at] as number) > 127) at++;
      const byte = bytes[at];
      if (byte === BACKSLASH) {
        isPlain = false;
        at = this.#escapeEnd(at);
      } else if (byte === QUOTE || byte === undefined || byte < 0x20) {
        this.at = at;
        if (byte === QUOTE) return isPlain;
        throw this.broken('a text does not end');
      }
    }
  }

  /** A number, exactly as it stands there. */
  number(): string {
    this.#next();
    const start = this.at;
    this.#passNumber();
    return this.bytes.toString('latin1', start, this.at);
  }

  /** Passes over `null`; false where something else stands. */
  passNull(): boolean {
    this.#next();
    return this.#passWord(NULL);
  }

  /** Passes over a value, whatever it is. */
  skip(depth = 0): void {
    if (depth > MOST_DEPTH) throw this.broken('values are nested too deeply');
    switch (this.peek()) {
      case 'object':
        for (let isFirst = true; this.nextMember(isFirst); isFirst = false) {
          this.passName();
          this.skip(depth + 1);
        }
        return;
      case 'list':
        for (let isFirst = true; this.nextItem(isFirst); isFirst = false) this.skip(depth + 1);
        return;
      case 'text':
        this.#passText();
        return;
      case 'other':
        if (!this.#passWord(NULL) && !this.#passWord(TRUE) && !this.#passWord(FALSE)) this.#passNumber();
    }
  }

  /** Checks that nothing follows. */
  end(): void {
    if (this.#next() !== undefined) throw this.broken('something follows its end');
  }

  broken(what: string): ConsumerError {
    return new ConsumerError('corrupt-data', `JSON: ${what}, at byte ${this.at} of ${this.bytes.length}`);
  }

  /** Passes over white space; the byte that stands behind it. */
  #next(): number | undefined {
    const { bytes } = this;
    let byte = bytes[this.at];
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++this.at];
    return byte;
  }

  #take(byte: number): void {
    if (this.#next() !== byte) throw this.broken(`there is no ${String.fromCharCode(byte)}`);
    this.at++;
  }

  /** Enters a list or an object, or goes on behind one of its items; false if it ends there. */
  #goesOn(isFirst: boolean, open: number, close: number): boolean {
    if (isFirst) this.#take(open);
    const isEnd = this.#next() === close;
    if (isEnd) this.at++;
    else if (!isFirst) this.#take(COMMA);
    return !isEnd;
  }

  #goToValue(): void {
    this.#take(COLON);
    this.#next();
  }

  #passText(): void {
    this.enterText();
    this.passCharacters();
    this.leaveText();
  }

  #escapeEnd(at: number): number {
    const { bytes } = this;
    const letter = bytes[at + 1] as number;
    if (IS_ESCAPED[letter] === 1) return at + 2;
    let end = at + 2;
    while (end < at + 6 && isHexadecimal(bytes[end])) end++;
    if (letter === LETTER_U && end === at + 6) return end;
    this.at = at;
    throw this.broken('an escape is none');
  }

  #passNumber(): void {
    const { at } = this;
    const end = numberEnd(this.bytes, at);
    if (end === at || end - at > LONGEST_NUMBER) throw this.broken('a value is none');
    this.at = end;
  }

  #passWord(word: Uint8Array): boolean {
    const { bytes, at } = this;
    for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
    this.at += word.length;
    return true;
  }
}

function isHexadecimal(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const letter = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x66);
}
