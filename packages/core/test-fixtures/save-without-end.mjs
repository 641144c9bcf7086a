// Saves ever higher numbers for four partitions at once, and prints each save that was confirmed: "<partition> <number>".
// Arguments: the file, and how long a position is.
import { writeSync } from 'node:fs';
import { createFileCheckpointStore } from '../dist/checkpoints/file-checkpoint-store.js';

const [path, length] = process.argv.slice(2);
const { signal } = new AbortController();
const store = createFileCheckpointStore({ path });
const partitions = ['0', 'a\nb', '\t日志', '\ud800'];
writeSync(1, 'begins\n');
const saved = await store.load(partitions, { signal });

await Promise.all(
  partitions.map(async (partition, index) => {
    for (let number = Number.parseInt(saved.get(partition) ?? '0', 10) + 1; ; number++) {
      await store.save([{ partition, position: String(number).padEnd(Number(length), '\n') }], { signal });
      writeSync(1, `${index} ${number}\n`);
    }
  }),
);
