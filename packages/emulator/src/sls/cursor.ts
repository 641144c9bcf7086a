/** Cursors and checkpoints are Base64 of the decimal digits of a 64-bit number that counts log groups. */
export function cursorText(value: bigint): string {
  return Buffer.from(value.toString(), 'latin1').toString('base64');
}

/**
 * Undefined for what this service never handed out. White space around it is fine: one vendor SDK sends cursors that it
 * worked out itself with a line break behind them.
 */
export function parseCursor(text: string): bigint | undefined {
  const base64 = text.trim();
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) return undefined;
  const digits = bytes.toString('latin1');
  if (!/^(?:0|[1-9]\d{0,18})$/.test(digits)) return undefined;
  const value = BigInt(digits);
  return value < 2n ** 63n ? value : undefined;
}
