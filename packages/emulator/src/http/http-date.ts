/** RFC 1123, as in `Date` headers. */
export function httpDate(epochMs: number): string {
  return new Date(epochMs).toUTCString();
}
