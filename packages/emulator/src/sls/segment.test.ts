import { expect, test } from 'vitest';
import { createSegment, type Segment, type StoredGroup } from './segment.js';

/** A segment whose first log group has the index 100. */
function filled(count: number): { readonly segment: Segment; append(byte: number): void } {
  const groups: StoredGroup[] = [];
  const segment = createSegment(100, (from, to) => groups.slice(from - 100, to - 100));
  function append(byte: number): void {
    groups.push({ framed: Buffer.from([byte]), lines: 1, receivedAtMs: 0 });
    segment.grow(1);
  }
  for (let i = 0; i < count; i++) append(i);
  return { segment, append };
}

function countingCodec(name: string): { name: string; calls: number; compress(input: Uint8Array): Uint8Array } {
  return {
    name,
    calls: 0,
    compress(input) {
      this.calls += 1;
      return Uint8Array.from([...input, 255]);
    },
  };
}

test('a stretch is compressed once for each codec, however often it is read', () => {
  const { segment } = filled(3);
  const [one, two] = [countingCodec('one'), countingCodec('two')];
  for (let round = 0; round < 3; round++) {
    expect([...segment.encoded(100, 103, one)]).toEqual([0, 1, 2, 255]);
    expect([...segment.encoded(100, 103, two)]).toEqual([0, 1, 2, 255]);
  }
  expect([one.calls, two.calls]).toEqual([1, 1]);
});

test('what is appended is in the next stretch, and the old one stays as it was', () => {
  const { segment, append } = filled(2);
  const codec = countingCodec('one');
  expect([...segment.encoded(100, 102, codec)]).toEqual([0, 1, 255]);
  append(9);
  expect([...segment.encoded(100, 103, codec)]).toEqual([0, 1, 9, 255]);
  expect([...segment.encoded(100, 102, codec)]).toEqual([0, 1, 255]);
  expect([segment.length, segment.rawBytes, segment.rawBytesOf(101, 103)]).toEqual([3, 3, 2]);
  expect(codec.calls).toBe(2);
});

test('only so many stretches are kept: readers at ever new places do not fill the memory', () => {
  const { segment } = filled(40);
  const codec = countingCodec('one');
  for (let to = 101; to <= 140; to++) segment.encoded(100, to, codec);
  segment.encoded(100, 140, codec);
  expect(codec.calls).toBe(40);
  segment.encoded(100, 101, codec);
  expect(codec.calls).toBe(41);
});
