import { parse, stringify } from 'lossless-json';

/**
 * A JSON text whose 64-bit integers come out exact: a whole number that a double cannot hold is a `bigint`, every other
 * number a `number`. Throws a `SyntaxError` for what is no JSON, and for a name that stands twice in one object with
 * different values.
 */
export function parseJson(text: string): unknown {
  return parse(text, undefined, readNumber);
}

/** JSON with every `bigint` as a bare integer, which `JSON.stringify` cannot write. */
export function writeJson(value: unknown): string {
  return stringify(value) ?? 'null';
}

function readNumber(digits: string): number | bigint {
  const value = Number(digits);
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(digits) ? value : BigInt(digits);
}
