import { readFile } from 'node:fs/promises';
import type { Checkpoint } from '../driver.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { type AppendFile, openAppendFile, replaceFile } from '../files/durable.js';
import { errorCode } from '../files/file-error.js';
import { createOwnedFile } from '../files/owned-file.js';
import type { Position } from '../position.js';
import { decodeCheckpoints, encodeSave, encodeSnapshot } from './checkpoint-lines.js';
import type { CheckpointStore } from './checkpoint-store.js';

/** Replacing a file costs several times what appending does, so it waits until most of the file is out of date. */
const REPLACE_ABOVE_BYTES = 1024 * 1024;
const REPLACE_ABOVE_RATIO = 8;

export interface FileCheckpointStoreOptions {
  /** The file; it is created if it is missing, its folder is not. Beside it `<path>.lock` and, briefly, `<path>.new`. */
  readonly path: string;
}

/**
 * Keeps checkpoints in a file on a disk of this machine. A save is on the disk (fsync) before it resolves, so neither a
 * `kill -9` nor a power cut takes it back; saves that come together share one write. The file is opened by the first
 * `load` or `save`, compacted then, and again when it has grown to a MiB and eight times what it needs.
 *
 * One file serves one consumer: it is locked until `close`, or until its process is dead. The lock sees processes of one
 * machine; after a move of the disk to another machine a lock that was left behind must be deleted by hand. Not for a
 * network file system.
 *
 * @throws ConsumerError from every method: `invalid-argument` where the folder is missing or the file is in use,
 * `permission-denied`, `corrupt-data` for a damaged line (a torn last one is dropped: its save was never confirmed),
 * `unavailable` for a full disk and other failures that may pass.
 */
export function createFileCheckpointStore(options: FileCheckpointStoreOptions): CheckpointStore {
  const file = createOwnedFile<OpenCheckpoints, readonly Checkpoint[]>({
    what: 'checkpoint file',
    path: options.path,
    open: openCheckpoints,
    write: (checkpoints, saves) => checkpoints.save(saves.flat()),
  });
  return {
    async load(partitionIds, { signal }) {
      const { saved } = await file.content(signal);
      const found = new Map<string, Position>();
      for (const id of partitionIds) {
        const position = saved.get(id);
        if (position !== undefined) found.set(id, position);
      }
      return found;
    },
    async save(checkpoints, { signal }) {
      if (checkpoints.length === 0) return;
      for (const { partition, position } of checkpoints) {
        if (typeof partition === 'string' && typeof position === 'string') continue;
        throw new ConsumerError('invalid-argument', 'A checkpoint must have texts as "partition" and "position".');
      }
      await file.write([...checkpoints], signal);
    },
    close: file.close,
  };
}

interface OpenCheckpoints {
  /** What the disk has. */
  readonly saved: ReadonlyMap<string, Position>;
  save(checkpoints: readonly Checkpoint[]): Promise<void>;
  close(): Promise<void>;
}

async function openCheckpoints(path: string): Promise<OpenCheckpoints> {
  const content = await readIfThere(path);
  const saved = decodeCheckpoints(content ?? Buffer.alloc(0), path);
  let compacted = encodeSnapshot(saved);
  if (content === undefined || !content.equals(compacted)) await replaceFile(path, compacted);
  let file: AppendFile | undefined = await openAppendFile(path, compacted.length);
  return {
    saved,
    async save(checkpoints) {
      const latest = new Map(checkpoints.map(({ partition, position }) => [partition, position]));
      const line = encodeSave(latest);
      const limit = Math.max(REPLACE_ABOVE_BYTES, REPLACE_ABOVE_RATIO * compacted.length);
      if (file !== undefined && file.bytes + line.length <= limit) {
        await file.append(line);
      } else {
        compacted = encodeSnapshot(new Map([...saved, ...latest]));
        // From here on the old file may have no name any more; if a step fails, everything is opened anew.
        await file?.close();
        file = undefined;
        await replaceFile(path, compacted);
        file = await openAppendFile(path, compacted.length);
      }
      for (const [id, position] of latest) saved.set(id, position);
    },
    close: async () => file?.close(),
  };
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
