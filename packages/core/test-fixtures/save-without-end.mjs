// Saves ever higher numbers for four partitions at once, and prints each save that was confirmed: "<partition> <number>".
// Arguments: the file, and how long a position is.
import { createFileCheckpointStore } from '../dist/checkpoints/file-checkpoint-store.js';
import { tell } from './tell.mjs';

const [path, length] = process.argv.slice(2);
const { signal } = new AbortController();
const store = createFileCheckpointStore({ path });
const partitions = ['0', 'a\nb', '\t日志', '\ud800'];
tell('begins');
const saved = await store.load(partitions, { signal });

await Promise.all(
  partitions.map(async (partition, index) => {
    for (let number = Number.parseInt(saved.get(partition) ?? '0', 10) + 1; ; number++) {
      await store.save([{ partition, position: String(number).padEnd(Number(length), '\n') }], { signal });
      tell(`${index} ${number}`);
    }
  }),
);
