/** All that moves a terminal's cursor, colours it or rings it; and what turns the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** A text on one line of a terminal, which it cannot command: a record may hold whatever somebody has sent. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, (char) => {
    const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[char];
    return short ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
