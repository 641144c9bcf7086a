/** `20250723T080000Z`, as `X-Sdk-Date` has it. */
export function sdkDate(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
