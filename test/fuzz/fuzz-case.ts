/** What a decoder is given: bytes, and what is told beside them (headers, sizes, settings). */
export interface FuzzCase {
  readonly fields: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function sameCase(one: FuzzCase, other: FuzzCase): boolean {
  return one.body.equals(other.body) && JSON.stringify(one.fields) === JSON.stringify(other.fields);
}
