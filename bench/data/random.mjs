/** Seeded numbers (xorshift32): the same seed, the same data, on every machine. */
export function createRandom(/** @type {number} */ seed) {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let i = 0; i < 8; i++) next(); // Small seeds begin alike.
  const fraction = () => next() / 2 ** 32;
  return {
    fraction,
    below: (/** @type {number} */ end) => Math.floor(fraction() * end),
    /** Any of them, all equally often. */
    oneOf: (/** @type {readonly string[]} */ list) => list[Math.floor(fraction() * list.length)],
    /** Any of them, the first ones far more often, as names and paths are in real logs. */
    mostlyFirst: (/** @type {readonly string[]} */ list) => list[Math.floor(fraction() ** 3 * list.length)],
    hex(/** @type {number} */ digits) {
      let text = '';
      while (text.length < digits) text += next().toString(16).padStart(8, '0');
      return text.slice(0, digits);
    },
  };
}

/** @typedef {ReturnType<typeof createRandom>} Random */
