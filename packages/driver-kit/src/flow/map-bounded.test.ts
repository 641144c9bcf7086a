import { describe, expect, it } from 'vitest';
import { mapBounded } from './map-bounded.js';

describe('bounded work', () => {
  it('answers in order and never has more than the limit under way', async () => {
    let open = 0;
    let most = 0;
    const results = await mapBounded([5, 1, 4, 2, 3], 2, async (turns) => {
      open += 1;
      most = Math.max(most, open);
      for (let i = 0; i < turns; i += 1) await Promise.resolve();
      open -= 1;
      return turns * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  it('starts nothing after a failure, and leaves nothing under way', async () => {
    const started: number[] = [];
    let open = 0;
    const work = mapBounded([0, 1, 2, 3, 4, 5], 2, async (item) => {
      started.push(item);
      open += 1;
      for (let i = 0; i < item * 3; i += 1) await Promise.resolve();
      open -= 1;
      if (item === 0) throw new Error('first');
    });
    await expect(work).rejects.toThrow('first');
    expect(open).toBe(0);
    expect(started).toEqual([0, 1]);
  });

  it('answers an empty list for none', async () => {
    expect(await mapBounded([], 4, async () => 1)).toEqual([]);
  });
});
