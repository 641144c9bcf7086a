import { type Codec, codecFor, lz4Block as ours } from '@polylog/driver-kit';
import { expect, it } from 'vitest';
import { seededRandom } from '../seeded-random.js';
import { contents, oneOf, type Random } from './contents.js';
import { damages, type WholeBlock, wholeBlock } from './damage.js';
import { describeNative } from './describe-native.js';
import { decompressGuarded, type Guarded, places, type Read } from './guarded.js';
import { readBlock, type Verdict } from './read-block.js';
import { wildBlock } from './wild-block.js';

const seed = Number(process.env.POLYLOG_SEED ?? 20_251);
const DAMAGED_BLOCKS_A_KIND = 4_000;

it('codecFor hands out the decoder that is proven here', () => {
  expect(codecFor('lz4')).toBe(ours);
});

describeNative(`our LZ4 and liblz4 (seed ${seed})`, (native) => {
  it('868 generated blocks: each reads what either has written', { timeout: 60_000 }, () => {
    const random = seededRandom(seed);
    const generated = contents(random);
    expect(generated).toHaveLength(868);
    for (const { kind, raw } of generated) {
      const name = `${kind}, ${raw.length} bytes, seed ${seed}`;
      for (const writer of [ours, native]) {
        const block = writer.compress(raw);
        expect(readBlock(block, raw.length).verdict, name).toBe('valid');
        const guarded = twoSurroundings(random, block, block);
        expect(same(decompressGuarded(ours, block, raw.length, guarded[0]), raw), name).toBe(true);
        expect(same(decompressGuarded(native, block, raw.length, guarded[1]), raw), name).toBe(true);
      }
    }
  });

  it('2,000 blocks that no encoder would write: both read them as the format says', { timeout: 60_000 }, () => {
    const random = seededRandom(seed + 1);
    for (let run = 0; run < 2_000; run++) {
      const { block, rawBytes } = wholeBlock(wildBlock(random));
      const wrong = wrongOf(random, native, block, block, rawBytes);
      expect(wrong, `run ${run}, seed ${seed}`).toBeUndefined();
      expect(readBlock(block).verdict).toBe('valid');
    }
  });

  it('20,000 damaged blocks: both read the same bytes, or both refuse', { timeout: 60_000 }, () => {
    const random = seededRandom(seed + 2);
    const wholes = blocksToDamage(random, native);
    const total: Counts = { valid: 0, damaged: 0, 'loose-end': 0, 'zero-distance': 0 };
    for (const [kind, damage] of Object.entries(damages)) {
      const counts = { ...total };
      for (let run = 0; run < DAMAGED_BLOCKS_A_KIND; run++) {
        const whole = oneOf(random, wholes);
        const broken = damage(random, whole, wholes);
        // Often the size that it has now, or hardly any would be read.
        const told = random() < 0.5 || broken.length === 0 ? whole.rawBytes : readBlock(broken).raw.length;
        total[readBlock(broken, told).verdict]++;
        const wrong = wrongOf(random, native, broken, whole.block, told);
        if (wrong === undefined) continue;
        expect.fail(`${wrong}; ${kind}, run ${run}, seed ${seed}, ${told} bytes of ${broken.toString('hex')}`);
      }
      const told = Object.entries(total).map(([verdict, count]) => `${verdict} ${count - counts[verdict as Verdict]}`);
      console.log(`lz4, ${DAMAGED_BLOCKS_A_KIND} ${kind}, seed ${seed}: ${told.join(', ')}`);
    }
    // Or it would be shown of one sort only.
    expect(total.valid).toBeGreaterThan(2_000);
    expect(total.damaged).toBeGreaterThan(5_000);
    expect(total['loose-end']).toBeGreaterThan(20);
    expect(total['zero-distance']).toBeGreaterThan(20);
  });
});

type Counts = Record<Verdict, number>;

/** Of both encoders, by turns, and of none. */
function blocksToDamage(random: Random, native: Codec): WholeBlock[] {
  const some = contents(random).filter(({ raw }) => raw.length >= 12 && raw.length <= 4_096);
  const encoded = some.map(({ raw }, index) => (index % 2 === 0 ? ours : native).compress(raw));
  const wild = Array.from({ length: 300 }, () => wildBlock(random));
  return [...encoded, ...wild].map(wholeBlock).filter(({ rawBytes }) => rawBytes > 0);
}

/** As misleading as can be: behind a block it goes on as it did before it was damaged, or with lengths without an end. */
function twoSurroundings(random: Random, block: Buffer, was: Buffer): [Guarded, Guarded] {
  const rest = was.subarray(Math.min(block.length, was.length - 1));
  const endless = Buffer.from([255]);
  return [
    { place: oneOf(random, places), before: was, behind: rest, stale: 0 },
    { place: oneOf(random, places), before: endless, behind: endless, stale: 0xee },
  ];
}

const same = (one: Read, other: Read): boolean =>
  one === 'refused' || other === 'refused' ? one === other : one.equals(other);

/** What is not as the format has it, if anything; also where ours sees what lies around, or what memory held before. */
function wrongOf(random: Random, native: Codec, block: Buffer, was: Buffer, told: number): string | undefined {
  const { verdict, raw } = readBlock(block, told);
  const [one, other] = twoSurroundings(random, block, was);
  const our = decompressGuarded(ours, block, told, one);
  if (!same(our, decompressGuarded(ours, block, told, other))) return 'what lies around is seen';
  const their = decompressGuarded(native, block, told, one);
  const weRead = same(our, raw);
  const theyRead = same(their, raw);
  const weRefuse = our === 'refused';
  const theyRefuse = their === 'refused';
  // Only in the last two may they differ; where-they-differ.test.ts says why.
  const asItShouldBe: Readonly<Record<Verdict, boolean>> = {
    valid: weRead && theyRead,
    damaged: weRefuse && theyRefuse,
    'loose-end': (weRead || weRefuse) && (theyRead || theyRefuse),
    'zero-distance': weRefuse,
  };
  return asItShouldBe[verdict] ? undefined : `${verdict}, read by ours: ${!weRefuse}, by liblz4: ${!theyRefuse}`;
}
