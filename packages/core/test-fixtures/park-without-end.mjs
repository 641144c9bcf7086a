// Parks letters from three places at once, and prints the id of each one that was confirmed.
// Arguments: the file, the number of the round, and how long a field is.
import { createFileDeadLetterSink } from '../dist/dead-letter/file-dead-letter-sink.js';
import { tell } from './tell.mjs';

const [path, round, length] = process.argv.slice(2);
const { signal } = new AbortController();
const sink = createFileDeadLetterSink({ path });
const letter = {
  provider: 'memory',
  stream: 'log',
  partition: '0',
  batchStart: 'x',
  timeNs: '1',
  tags: [],
  fields: [['text', 'x'.repeat(Number(length))]],
  failure: { code: 'processor-failed', kind: 'Error', message: 'Error' },
  attempts: 5,
  parkedAtMs: 0,
};
tell('begins');

await Promise.all(
  ['a', 'b', 'c'].map(async (place) => {
    for (let number = 1; ; number++) {
      const id = `${round}/${place}/${number}`;
      await sink.write([{ ...letter, id }], { signal });
      tell(id);
    }
  }),
);
