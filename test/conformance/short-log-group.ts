import { encodeClsLogGroup } from '@polylog/tencent-cls/wire';

/** What a log group of CLS with one short record is filled up to, so that a size in bytes is a number of records. */
export const SHORT_GROUP_BYTES = 110;

/** One record as a log group of its own, of `SHORT_GROUP_BYTES`; a long record gives a longer one. */
export function shortLogGroup(fields: Readonly<Record<string, string>>, timeUs: number): Uint8Array {
  const contents = Object.entries(fields);
  const group = (...fill: readonly string[]): Uint8Array =>
    encodeClsLogGroup({
      logs: [{ time: timeUs, contents: [...contents, ...fill.map((text) => ['fill', text] as const)] }],
    });
  const missing = SHORT_GROUP_BYTES - group('').length;
  return missing > 0 ? group('-'.repeat(missing)) : group();
}
