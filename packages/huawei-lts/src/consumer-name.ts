import { createHash } from 'node:crypto';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The name under which the service knows a member. All that it was ever seen to be told are random UUIDs, so a member's
 * name that is none stands for one: always the same, so that a restarted process of a fixed name goes on at once.
 */
export function consumerNameOf(member: string): string {
  if (UUID.test(member)) return member.toLowerCase();
  const digits = createHash('sha256').update(member).digest('hex');
  const variant = '89ab'[Number.parseInt(digits[16] ?? '0', 16) % 4];
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
  ];
  return `${parts.join('-')}-${digits.slice(20, 32)}`;
}
