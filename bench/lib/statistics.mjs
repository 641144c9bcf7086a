/** The middle value; of an even number of values, the mean of the middle two. */
export function median(/** @type {readonly number[]} */ values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** What is printed of many values: the middle, and the ends. */
export function spread(/** @type {readonly number[]} */ values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}
