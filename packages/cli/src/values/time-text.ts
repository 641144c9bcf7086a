/** ISO 8601 in UTC. */
export function timeText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** As {@link timeText}, to the nanosecond where there is more than a millisecond to tell. */
export function exactTimeText(timeNs: bigint): string {
  const text = timeText(Number(timeNs / 1_000_000n));
  const finer = timeNs % 1_000_000n;
  return finer === 0n ? text : `${text.slice(0, -1)}${String(finer).padStart(6, '0')}Z`;
}

/** `2h 5m`, `12.3s`, `0s`: two units are enough to see how large it is. */
export function durationText(ms: number): string {
  if (ms < 60_000) return `${Number((ms / 1_000).toFixed(ms < 10_000 ? 3 : 1))}s`;
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const;
  const first = units.findIndex(([, size]) => ms >= size);
  let rest = ms;
  const parts = units.slice(first, first + 2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? '' : `${count}${unit}`;
  });
  return parts.filter((part) => part !== '').join(' ');
}
