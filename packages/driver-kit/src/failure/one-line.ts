/** Control and format characters: line breaks, terminal escapes, bidirectional overrides. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Text of a service made fit for a message: one line, nothing a terminal obeys, at most `maxLength` characters. */
export function oneLine(text: string, maxLength = 300): string {
  // Cut first, roughly: a hostile text of megabytes is not worth a regular expression.
  const line = text
    .slice(0, maxLength * 4)
    .replace(UNPRINTABLE, ' ')
    .trim();
  if (line.length <= maxLength && text.length <= maxLength * 4) return line;
  return `${line.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
