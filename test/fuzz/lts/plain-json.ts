/** A value of JSON, and the bytes in which it is written. */
export type PlainValue = PlainObject | PlainList | PlainText | PlainNumber | PlainWord;

export interface PlainObject {
  readonly kind: 'object';
  readonly source: Buffer;
  readonly members: readonly (readonly [name: PlainText, value: PlainValue])[];
}

export interface PlainList {
  readonly kind: 'list';
  readonly source: Buffer;
  readonly items: readonly PlainValue[];
}

export interface PlainText {
  readonly kind: 'text';
  readonly source: Buffer;
  readonly text: string;
  readonly hasEscapes: boolean;
}

export interface PlainNumber {
  readonly kind: 'number';
  readonly source: Buffer;
  /** Exactly; undefined for one with a fraction or an exponent. */
  readonly integer: bigint | undefined;
}

export interface PlainWord {
  readonly kind: 'true' | 'false' | 'null';
  readonly source: Buffer;
}

/** Deeper ones are refused, whether or not they are JSON. */
const MOST_DEPTH = 1_000;

/**
 * Reads JSON (RFC 8259) one character after the other, in the simplest way there is; undefined for what is none. Bytes that
 * are not UTF-8 become U+FFFD.
 */
export function plainJson(bytes: Buffer): PlainValue | undefined {
  // A character is a byte.
  const json = bytes.toString('latin1');
  let at = 0;

  function fail(): never {
    throw NO_JSON;
  }
  function next(): string {
    return json[at] ?? fail();
  }
  function take(character: string): void {
    if (next() !== character) fail();
    at++;
  }
  function spaces(): void {
    while (' \t\n\r'.includes(json[at] ?? 'none')) at++;
  }

  function value(depth: number): PlainValue {
    if (depth > MOST_DEPTH) fail();
    const start = at;
    const source = (): Buffer => bytes.subarray(start, at);
    switch (next()) {
      case '{': {
        const members = list('{', '}', () => member(depth));
        return { kind: 'object', members, source: source() };
      }
      case '[': {
        const items = list('[', ']', () => value(depth + 1));
        return { kind: 'list', items, source: source() };
      }
      case '"':
        return text();
      case 't':
        return word('true');
      case 'f':
        return word('false');
      case 'n':
        return word('null');
      default:
        return number();
    }
  }

  function list<T>(open: string, close: string, item: () => T): T[] {
    const items: T[] = [];
    take(open);
    spaces();
    while (next() !== close) {
      if (items.length > 0) {
        take(',');
        spaces();
      }
      items.push(item());
      spaces();
    }
    take(close);
    return items;
  }

  function member(depth: number): readonly [PlainText, PlainValue] {
    const name = text();
    spaces();
    take(':');
    spaces();
    return [name, value(depth + 1)];
  }

  function word(kind: PlainWord['kind']): PlainWord {
    const start = at;
    for (const letter of kind) take(letter);
    return { kind, source: bytes.subarray(start, at) };
  }

  function text(): PlainText {
    const start = at;
    let result = '';
    let hasEscapes = false;
    take('"');
    while (next() !== '"') {
      if (next() === '\\') {
        hasEscapes = true;
        at++;
        result += escaped();
      } else {
        const runStart = at;
        while (next() !== '"' && next() !== '\\') {
          if (next() < ' ') fail();
          at++;
        }
        result += bytes.subarray(runStart, at).toString('utf8');
      }
    }
    take('"');
    return { kind: 'text', text: result, hasEscapes, source: bytes.subarray(start, at) };
  }

  function escaped(): string {
    const letter = next();
    at++;
    if (letter !== 'u') return ESCAPES[letter] ?? fail();
    const digits = json.slice(at, at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) fail();
    at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  function digits(): void {
    if (!isDigit(next())) fail();
    while (isDigit(json[at] ?? '')) at++;
  }

  function number(): PlainNumber {
    const start = at;
    let isInteger = true;
    if (next() === '-') at++;
    if (next() === '0') at++;
    else digits();
    if (json[at] === '.') {
      isInteger = false;
      at++;
      digits();
    }
    if (json[at] === 'e' || json[at] === 'E') {
      isInteger = false;
      at++;
      if (next() === '+' || next() === '-') at++;
      digits();
    }
    return {
      kind: 'number',
      integer: isInteger ? BigInt(json.slice(start, at)) : undefined,
      source: bytes.subarray(start, at),
    };
  }

  try {
    spaces();
    const whole = value(0);
    spaces();
    if (at < json.length) fail();
    return whole;
  } catch (error) {
    if (error === NO_JSON) return undefined;
    throw error;
  }
}

const NO_JSON = new Error('no JSON');

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const isDigit = (character: string): boolean => character >= '0' && character <= '9';
