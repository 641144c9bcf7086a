import { expect, test } from 'vitest';
import { byteRecord } from '../../test-fixtures/byte-record.js';
import { toPosition } from '../position.js';
import { deadLetterOf } from './dead-letter.js';
import { createMemoryDeadLetterSink } from './memory-dead-letter-sink.js';

test('keeps letters in order; an aborted write rejects with the reason and keeps nothing', async () => {
  const origin = { provider: 'memory', stream: 'log', partition: '0', attempts: 5, parkedAtMs: 1 };
  const letters = ['a', 'b', 'c'].map((id) =>
    deadLetterOf(byteRecord([], { id }), { ...origin, batchStart: toPosition('x'), thrown: undefined }),
  );
  const sink = createMemoryDeadLetterSink();
  await sink.write(letters.slice(0, 2), new AbortController());
  await sink.write(letters.slice(2), new AbortController());
  await expect(sink.write(letters, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
  expect(sink.letters).toEqual(letters);
});
