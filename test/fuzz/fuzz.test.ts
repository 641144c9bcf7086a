import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import type { LogRecord } from '@polylog/core/driver';
import { type Codec, lz4Block } from '@polylog/driver-kit';
import { readJsonLogs } from '@polylog/huawei-lts/wire';
import { decodeSnappyPart } from '@polylog/tencent-cls/wire';
import { describe, expect, it } from 'vitest';
import { meterAllocations } from './allocations.js';
import { type SnappyDecoder, snappyTarget } from './cls/snappy-target.js';
import { lz4Target } from './codecs/lz4-target.js';
import { fuzz } from './fuzz.js';
import { fuzzCommand } from './fuzz-command.js';
import { ltsBodyTarget, type ReadLogs } from './lts/body-target.js';
import { planCases } from './planned-case.js';
import { targets } from './targets.js';

const corpus = join(import.meta.dirname, 'corpus');
const seed = Number(process.env.POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));
// vitest reads source maps while an error is made, which the meter would take for memory of the decoder.
Error.prepareStackTrace = undefined as never;

/** Too few to find much; that is for the slow suite, and for `npm run fuzz`. */
const RUNS = 500;

describe.each([...targets])('%s', (name, target) => {
  it('comes with kept cases, small ones', () => {
    const files = readdirSync(join(corpus, name));
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) expect(statSync(join(corpus, name, file)).size, file).toBeLessThan(4096);
  });

  it.skipIf(target === undefined)(`keeps its promises in every kept case and in ${RUNS} runs`, async () => {
    const { runs, valid, refused, kept } = await fuzzCommand(name, RUNS);
    expect([runs, valid + refused, kept]).toEqual([RUNS, RUNS, readdirSync(join(corpus, name)).length]);
  });

  it.skipIf(target === undefined)('makes the case of a run from its seed and number alone', () => {
    if (target === undefined) return;
    const inOrder = planCases(target, seed);
    const cases = Array.from({ length: 250 }, (_, run) => inOrder(run));
    for (const run of [249, 7, 123]) expect(planCases(target, seed)(run)).toEqual(cases[run]);
  });
});

const zeros = Buffer.alloc(100);

/** An lz4 codec with a fault. */
const faulty: readonly (readonly [fault: string, finding: string, decompress: Codec['decompress']])[] = [
  [
    'lets out an error of the engine',
    'RangeError',
    (input, options) => {
      if (input.length === 7) input.toString().repeat(-1);
      return lz4Block.decompress(input, options);
    },
  ],
  [
    'takes every damaged block for zeros',
    'it takes what the reference refuses',
    (input, options) => {
      try {
        return lz4Block.decompress(input, options);
      } catch (error) {
        if (options.rawBytes > 0 && options.rawBytes < 100) return zeros.subarray(0, options.rawBytes);
        throw error;
      }
    },
  ],
  [
    'refuses what is right',
    'it refuses what the reference takes',
    (input, options) => lz4Block.decompress(input, { ...options, maxRawBytes: 500 }),
  ],
  [
    'writes a byte behind its memory',
    'it wrote outside of its memory',
    (input, options) => {
      const result = lz4Block.decompress(input, options);
      if (result.byteOffset + result.length < result.buffer.byteLength) {
        new Uint8Array(result.buffer)[result.byteOffset + result.length] = 0;
      }
      return result;
    },
  ],
  [
    'leaves a byte unwritten',
    'atOnce: it decodes to other bytes than the reference',
    (input, options) => {
      const { target } = options;
      if (target === undefined) return lz4Block.decompress(input, options);
      let before: number | undefined;
      const result = lz4Block.decompress(input, {
        ...options,
        target(bytes) {
          const memory = target(bytes);
          before = memory[0];
          return memory;
        },
      });
      if (before !== undefined) result[0] = before;
      return result;
    },
  ],
  [
    'asks for the memory that a body claims before it looks at the cap',
    'allowed are 0',
    (input, options) => {
      if (options.rawBytes > (options.maxRawBytes ?? 0) && options.rawBytes < 1e8) Buffer.allocUnsafe(options.rawBytes);
      return lz4Block.decompress(input, options);
    },
  ],
  [
    'answers another size than was told',
    'bytes where',
    (input, options) => lz4Block.decompress(input, options).subarray(0, Math.max(0, options.rawBytes - 1)),
  ],
];

async function firstFinding(fault: Partial<Codec>): Promise<string> {
  const { finding } = await fuzz(lz4Target({ ...lz4Block, ...fault }), { seed, from: 0, runs: 3_000 });
  return String(finding?.error);
}

it.each(faulty)('finds a decoder that %s', async (_, finding, decompress) => {
  expect(await firstFinding({ decompress })).toContain(finding);
});

it('finds a decoder that does something else in turns', async () => {
  const decompressInTurns: Codec['decompressInTurns'] = async (input, options) =>
    lz4Block.decompress(input.subarray(0, 300), options);
  expect(await firstFinding({ decompressInTurns })).toContain('inTurns: it refuses what the reference takes');
});

it.each<[fault: string, finding: string, fault: Partial<SnappyDecoder>]>([
  ['does not look at the cap', 'asked for', { checkSize: () => undefined }],
  [
    'lets out an error of the engine',
    'RangeError',
    {
      decodePart(input, output, progress, until) {
        if (input.length === 7) input.toString().repeat(-1);
        return decodeSnappyPart(input, output, progress, until);
      },
    },
  ],
  [
    'ends before the last byte',
    'reference',
    {
      decodePart: (input, output, progress, until) => decodeSnappyPart(input.subarray(0, -1), output, progress, until),
    },
  ],
])('finds a snappy decoder that %s', async (_, finding, fault) => {
  const found = await fuzz(snappyTarget(fault), { seed, from: 0, runs: 3_000 });
  expect(String(found.finding?.error)).toMatch(finding);
});

it.each<[fault: string, finding: string, read: ReadLogs]>([
  [
    'lets out an error of the engine',
    'RangeError',
    (bytes, options) => {
      if (bytes.length % 7 === 0) bytes.toString().repeat(-1);
      return readJsonLogs(bytes, options);
    },
  ],
  [
    'takes what has something behind its end',
    'we take what is no answer',
    (bytes, options) => readJsonLogs(bytes.subarray(0, bytes.lastIndexOf('}') + 1), options),
  ],
  [
    'lets integers go through a double',
    'get is',
    (bytes, options) =>
      withRecords(readJsonLogs(bytes, options), (record, name) => {
        const text = record.get(name);
        return text !== undefined && /^-?[1-9]\d*$/.test(text) ? String(Number(text)) : text;
      }),
  ],
  [
    'gives the last label of a name',
    'get is',
    (bytes, options) =>
      withRecords(readJsonLogs(bytes, options), (record, name) => new Map(record.entries()).get(name)),
  ],
  [
    'asks for memory that nothing needs',
    'asked for',
    (bytes, options) => {
      Buffer.allocUnsafe(10 * bytes.length + 4096);
      return readJsonLogs(bytes, options);
    },
  ],
])('finds a reader of LTS that %s', async (_, finding, read) => {
  const found = await fuzz(ltsBodyTarget(read), { seed, from: 0, runs: 3_000 });
  expect(String(found.finding?.error)).toMatch(finding);
});

/** The same records, except for what `get` says. */
function withRecords(
  logs: ReturnType<ReadLogs>,
  get: (record: LogRecord, name: string) => string | undefined,
): ReturnType<ReadLogs> {
  const changed = (record: LogRecord): LogRecord =>
    new Proxy(record, {
      get(_, key) {
        if (key === 'get') return (name: string) => get(record, name);
        const value: unknown = Reflect.get(record, key, record);
        return typeof value === 'function' ? value.bind(record) : value;
      },
    });
  return {
    ...logs,
    records: {
      // No generator: one that is at its end no longer asks, and so would not hear of the release.
      [Symbol.iterator]() {
        const records = logs.records[Symbol.iterator]();
        return {
          next() {
            const step = records.next();
            return step.done ? step : { done: false, value: changed(step.value) };
          },
        };
      },
    },
  };
}

it('counts the memory that node:zlib asks for', () => {
  const allocated = meterAllocations();
  expect(() => inflateSync(Buffer.from('no stream'), { chunkSize: 123_456 })).toThrow();
  expect(allocated()).toBeGreaterThanOrEqual(123_456);
});
