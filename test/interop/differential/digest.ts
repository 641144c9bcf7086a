import { createHash } from 'node:crypto';

/** A text, or bytes, by its length and the start of its MD5. The programs of the other languages write the same. */
export function digest(value: string | Buffer): string {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return `${bytes.length}:${createHash('md5').update(bytes).digest('hex').slice(0, 8)}`;
}
