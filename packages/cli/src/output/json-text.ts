/** JSON for programs; 64-bit integers are texts, for most parsers would round them. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each), indent);
}
