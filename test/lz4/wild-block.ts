import { below, oneOf, type Random } from './contents.js';

/** Around each number at which the format, or a way to copy, changes. */
const literalCounts = [0, 1, 4, 8, 13, 14, 15, 16, 17, 32, 33, 63, 64, 65, 269, 270, 271, 600];
const matchLengths = [4, 5, 6, 7, 8, 9, 15, 16, 17, 18, 19, 20, 32, 33, 64, 65, 66, 80, 273, 274, 275, 700];

/** A valid block as no encoder would write it: sequences of any lengths and distances in any order. */
export function wildBlock(random: Random): Buffer {
  const parts: Buffer[] = [];
  let raw = 0;
  let lastMatch = 0;
  for (let sequences = below(random, 10); sequences > 0; sequences--) {
    const far = random() < 0.01;
    const literals = Math.max(raw === 0 ? 1 : 0, far ? 66_000 : oneOf(random, literalCounts));
    raw += literals;
    const longest = Math.min(raw, 65_535);
    const distance = oneOf(random, [longest, 1 + below(random, longest), Math.min(longest, 1 + below(random, 20))]);
    lastMatch = oneOf(random, matchLengths);
    parts.push(...literalsOf(random, literals, lastMatch), Buffer.from([distance & 255, distance >> 8]));
    parts.push(lengthOf(lastMatch - 4));
    raw += lastMatch;
  }
  // The end as the rules have it, often to the byte.
  const least = lastMatch === 0 ? 0 : Math.max(5, 12 - lastMatch);
  parts.push(...literalsOf(random, least + oneOf(random, [0, 0, 1, 9, 12, 300]), 4));
  return Buffer.concat(parts);
}

function literalsOf(random: Random, count: number, matchLength: number): Buffer[] {
  const token = (Math.min(count, 15) << 4) | Math.min(matchLength - 4, 15);
  const literals = Buffer.from(Array.from({ length: count }, () => below(random, 256)));
  return [Buffer.from([token]), lengthOf(count), literals];
}

/** What does not fit into the four bits of the token. */
function lengthOf(length: number): Buffer {
  if (length < 15) return Buffer.alloc(0);
  const rest = length - 15;
  return Buffer.concat([Buffer.alloc(Math.floor(rest / 255), 255), Buffer.from([rest % 255])]);
}
