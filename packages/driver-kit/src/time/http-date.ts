const FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Epoch milliseconds of an HTTP date (`Tue, 03 Mar 2026 04:05:06 GMT`), the only form that is sent today; else undefined. */
export function parseHttpDate(text: string | undefined): number | undefined {
  if (text === undefined || !FIXDATE.test(text)) return undefined;
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}
