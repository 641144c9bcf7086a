/** An escape, the end of a string, or a number. */
const TOKENS = /\\.|"|-?\d[\d.]*(?:[eE][+-]?\d+)?/gs;

/** Whether a number in a valid JSON text is another one in JavaScript: an id of 64 bits, 1e400. */
export function hasRoundedNumber(json: string): boolean {
  let inString = false;
  for (const [token] of json.matchAll(TOKENS)) {
    if (token === '"') inString = !inString;
    else if (!inString && decimal(token) !== decimal(String(Number(token)))) return true;
  }
  return false;
}

const NUMBER = /^-?(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** One text for each number but its sign: `1.50`, `15e-1` and `0.015e2` have the same. Infinity has none of these. */
function decimal(text: string): string {
  const [, whole, fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (whole === undefined) return text;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  if (end === 0) return '0';
  return `${digits.slice(0, end)}e${BigInt(exponent) + BigInt(digits.length - end - fraction.length)}`;
}
