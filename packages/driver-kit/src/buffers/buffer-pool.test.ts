import { expect, it } from 'vitest';
import { createBufferPool } from './buffer-pool.js';

it('gives buffers of exactly the length asked for', () => {
  const pool = createBufferPool();
  for (const bytes of [0, 1, 16_384, 16_385, 20_480, 1_000_000, 8_388_608, 8_388_609]) {
    expect(pool.take(bytes).buffer).toHaveLength(bytes);
  }
});

it('hands memory out again once it was given back, and not before', () => {
  const pool = createBufferPool();
  const first = pool.take(100_000);
  const second = pool.take(100_000);
  expect(second.buffer.buffer).not.toBe(first.buffer.buffer);
  const memory = first.buffer.buffer;
  first.giveBack();
  expect(pool.take(99_000).buffer.buffer).toBe(memory);
});

it('survives a buffer that is given back twice: nobody shares it', () => {
  const pool = createBufferPool();
  const taken = pool.take(50_000);
  taken.giveBack();
  taken.giveBack();
  const [one, other] = [pool.take(50_000), pool.take(50_000)];
  expect(one.buffer.buffer).not.toBe(other.buffer.buffer);
  taken.giveBack();
  expect(pool.take(50_000).buffer.buffer).not.toBe(one.buffer.buffer);
});

it('leaves no memory with who has given it back, also where the pool keeps none', () => {
  const taken = createBufferPool({ maxIdleBytes: 0 }).take(50_000);
  taken.giveBack();
  expect(taken.buffer).toHaveLength(0);
});

it('never hands out memory that Node shares with others', () => {
  const { buffer } = createBufferPool().take(10);
  expect(buffer.byteOffset).toBe(0);
  expect(buffer.buffer.byteLength).toBe(16 * 1024);
});

it('keeps no more unused memory than it may', () => {
  const pool = createBufferPool({ maxIdleBytes: 300_000 });
  const taken = Array.from({ length: 5 }, () => pool.take(100_000));
  for (const { giveBack } of taken) giveBack();
  expect(pool.idleBytes).toBeGreaterThan(0);
  expect(pool.idleBytes).toBeLessThanOrEqual(300_000);
  const again = Array.from({ length: 5 }, () => pool.take(100_000));
  expect(pool.idleBytes).toBe(0);
  for (const { giveBack } of again) giveBack();
  expect(pool.idleBytes).toBeGreaterThan(0);
});

it('wastes at most a fifth of a buffer', () => {
  const pool = createBufferPool();
  for (let bytes = 16_385; bytes < 20_000_000; bytes = Math.ceil(bytes * 1.037)) {
    expect(pool.take(bytes).buffer.buffer.byteLength * 0.8).toBeLessThanOrEqual(bytes);
  }
});
