import { resolve } from 'node:path';
import { ConsumerError } from '../errors/consumer-error.js';
import { unlessAborted } from '../flow/deferred.js';
import { fileError } from './file-error.js';
import { lockFile } from './lock-file.js';
import { shareWrites } from './shared-writes.js';

/** A file that belongs to this process as long as it is open. Opened when first used; used after `close`, opened anew. */
export interface OwnedFile<Content, Item> {
  /** What `open` made of the file. */
  content(signal: AbortSignal): Promise<Content>;
  /** One write at a time; those that come together share one. */
  write(item: Item, signal: AbortSignal): Promise<void>;
  /** Waits for the writes, closes the file and gives it up. Never rejects; twice is harmless. */
  close(): Promise<void>;
}

export interface OwnedFileOptions<Content, Item> {
  /** The file's name for people: `'checkpoint file'`. */
  readonly what: string;
  /** Relative to the working folder at the creation. */
  readonly path: string;
  readonly open: (path: string) => Promise<Content>;
  readonly write: (content: Content, items: readonly Item[]) => Promise<void>;
}

interface Opened<Content> {
  readonly content: Content;
  close(): Promise<void>;
}

/** After a failed write the file is opened anew before the next one, so that its state is the disk's, not a guess. */
export function createOwnedFile<Content extends { close(): Promise<void> }, Item>(
  options: OwnedFileOptions<Content, Item>,
): OwnedFile<Content, Item> {
  const { what } = options;
  if (typeof options.path !== 'string' || options.path === '') {
    throw new ConsumerError('invalid-argument', `Option "path" must be the name of the ${what}; found no text.`);
  }
  const path = resolve(options.path);
  let opened: Promise<Opened<Content>> | undefined;
  let closing: Promise<void> = Promise.resolve();

  const openNow = async (): Promise<Opened<Content>> => {
    await closing;
    const lock = await lockFile(what, path);
    try {
      const content = await options.open(path);
      return {
        content,
        async close() {
          await content.close().catch(() => undefined);
          await lock.release();
        },
      };
    } catch (error) {
      await lock.release();
      throw error;
    }
  };

  const open = (): Promise<Opened<Content>> => {
    if (opened === undefined) {
      const attempt = openNow().catch((error: unknown) => {
        if (opened === attempt) opened = undefined;
        throw fileError(what, path, error);
      });
      opened = attempt;
    }
    return opened;
  };

  /** A lock that cannot be removed is found stale by the next process, so nothing of this is worth failing for. */
  const giveUp = (): Promise<void> => {
    const last = opened;
    opened = undefined;
    if (last !== undefined) {
      const before = closing;
      closing = before
        .then(() => last)
        .then((file) => file.close())
        .catch(() => undefined);
    }
    return closing;
  };

  const writes = shareWrites<Item>(async (items) => {
    const { content } = await open();
    try {
      await options.write(content, items);
    } catch (error) {
      await giveUp();
      throw fileError(what, path, error);
    }
  });

  return {
    async content(signal) {
      const { content } = await unlessAborted(open(), signal);
      return content;
    },
    write: writes.write,
    async close() {
      await writes.settled();
      await giveUp();
    },
  };
}
