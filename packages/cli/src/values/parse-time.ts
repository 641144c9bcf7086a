import { UsageError } from '../command-line/usage-error.js';

const ISO = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d:\d\d)(:\d\d)?(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:?\d\d)$/;
const EPOCH = /^(\d+)(s|ms|us|ns)$/;
const nsOf = { ns: 1n, us: 1_000n, ms: 1_000_000n, s: 1_000_000_000n } as const;
const msOf = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What is before it is more likely a duration without its minus, or has another unit: 2001-09-09. */
const FIRST_EPOCH_NS = 1_000_000_000n * nsOf.s;

/** A time that means one thing, epoch nanoseconds: ISO 8601 with its zone, or an epoch with its unit. Else undefined. */
export function timeNsIn(text: string): bigint | undefined {
  const [, digits, unit] = EPOCH.exec(text) ?? [];
  if (digits !== undefined) {
    const ns = BigInt(digits) * nsOf[unit as keyof typeof nsOf];
    return ns >= FIRST_EPOCH_NS ? ns : undefined;
  }
  const [, year, month, day, minutes, seconds = ':00', fraction = '', zone = ''] = ISO.exec(text) ?? [];
  if (minutes === undefined) return undefined;
  const date = `${year}-${month}-${day}`;
  // JavaScript takes the 30th of February for the 2nd of March.
  const isThere = Number.isFinite(Date.parse(date)) && new Date(date).toISOString().startsWith(date);
  const epochMs = Date.parse(`${date}T${minutes}${seconds}${zone.toUpperCase()}`);
  if (!isThere || !Number.isFinite(epochMs) || epochMs < 0) return undefined;
  return BigInt(epochMs) * nsOf.ms + BigInt(fraction.padEnd(9, '0'));
}

/** A time as a person gives it, also one before now: `-15m`, `-1h30m`. Throws {@link UsageError}. */
export function parseTime(text: string, option: string, nowMs: number): { readonly epochMs: number } {
  const ago = text.startsWith('-') ? durationMsIn(text.slice(1)) : undefined;
  if (ago !== undefined && ago <= nowMs) return { epochMs: nowMs - ago };
  const ns = timeNsIn(text);
  if (ns !== undefined) return { epochMs: Number(ns / nsOf.ms) };
  throw new UsageError(
    `${option} is ${JSON.stringify(text)}, which is no time that can mean only one thing. Give ISO 8601 with its zone (2026-01-01T00:00:00Z), an epoch with its unit (1767225600s, or ms, us, ns), or how long ago (-15m, -2h, -1d).`,
  );
}

/** `30s`, `1h30m`, `500ms`. Throws {@link UsageError}. */
export function parseDuration(text: string, option: string): number {
  const ms = durationMsIn(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new UsageError(
    `${option} is ${JSON.stringify(text)}; allowed: a duration with its unit, such as 30s, 2m or 500ms.`,
  );
}

function durationMsIn(text: string): number | undefined {
  if (!/^(?:\d+(?:ms|[smhd]))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)(ms|[smhd])/g)].reduce(
    (sum, [, digits, unit]) => sum + Number(digits) * msOf[unit as keyof typeof msOf],
    0,
  );
}
