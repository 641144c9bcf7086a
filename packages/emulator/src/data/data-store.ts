import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { isConsumerError, lockFile } from '@polylog/core/driver';
import { createGroupLog, type GroupLog, type KeptGroup } from '../store/group-log.js';
import type { GroupForm, LogShelf, ShelvedLog } from '../store/log-shelf.js';
import { DataError } from './data-error.js';
import { openJournal } from './journal.js';
import type { KeptState } from './kept-state.js';

export interface DataOptions {
  /** Made where it is missing. */
  readonly directory: string;
  /** Waits for the disk before each answer: then what was answered survives a power cut, too. Default false. */
  readonly fsync?: boolean;
  /** Told, in one line, of what a killed emulator left half done. Default: stderr. */
  readonly notice?: (line: string) => void;
  /** A new file is begun after so many bytes. Default 64 MiB. */
  readonly maxFileBytes?: number;
}

/** The state of all services on disk: documents that are written anew when they have changed, and logs that only grow. */
export interface DataStore {
  readonly shelf: LogShelf;
  /** How often the directory was opened before. */
  readonly starts: number;
  /** From now on this service's state is kept; it becomes what was kept of it. */
  attach(service: string, state: KeptState): void;
  /**
   * Writes what has changed since the last time. `logsOnly`: only what was appended to logs, the rest is not looked at.
   * Throws a `DataError`, and everything is as it was at the last commit, but for the members of groups.
   */
  commit(what?: 'all' | 'logsOnly'): void;
  /** Leaves the directory to others. */
  close(): Promise<void>;
}

/** One entry of a file: all of it happened, or nothing. */
interface Entry {
  /** The first one of each file: all documents there are. */
  readonly whole?: true;
  /** By key; `undefined` where it is gone. */
  readonly documents: readonly (readonly [key: string, value: Buffer | undefined])[];
  readonly groups: readonly AppendedGroup[];
}
/** What there is to keep at a moment. */
interface Current {
  readonly documents: ReadonlyMap<string, Buffer>;
  readonly logs: ReadonlySet<number>;
}
type AppendedGroup = readonly [log: number, index: number, group: unknown];

const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** A file without log groups is begun anew from this size on: old documents are all that makes it grow. */
const MAX_IDLE_BYTES = 1024 * 1024;
const STARTS = JSON.stringify(['emulator', 'starts']);

/** Opens a data directory for this process alone. Rejects with a `DataError`. */
export async function openData(options: DataOptions): Promise<DataStore> {
  const { directory, fsync = false, maxFileBytes = MAX_FILE_BYTES } = options;
  const { notice = (line) => process.stderr.write(`polylog-emulator: ${line}\n`) } = options;
  await makeDirectory(directory);
  const lockPath = join(directory, 'lock');
  const lock = await lockFile('data directory', directory, { lockPath, user: 'emulator' }).catch((error: Error) => {
    throw isConsumerError(error)
      ? new DataError('locked', error.message, { cause: error })
      : unusable(`cannot write to ${directory}`, error);
  });

  /** As they were written last. */
  const documents = new Map<string, Buffer>();
  const states = new Map<string, KeptState>();
  const logs = new Map<number, Pick<GroupLog<KeptGroup>, 'id' | 'first' | 'takeBack'>>();
  /** Read, and not yet asked for. */
  const unopened = new Map<number, { index: number; group: unknown }[]>();
  /** For each file the last index that it has of each log. */
  const filed = new Map<number, Map<number, number>>();
  let appended: AppendedGroup[] = [];
  let lastLog = 0;
  /** Of the documents alone, as long as that is known. */
  let begunBytes = 0;

  function read(payload: Buffer, file: number): void {
    const entry = deserialize(payload) as Entry;
    if (entry.whole) documents.clear();
    for (const [key, value] of entry.documents) {
      if (value === undefined) documents.delete(key);
      else documents.set(key, value);
    }
    for (const [log, index, group] of entry.groups) {
      const groups = unopened.get(log) ?? [];
      groups.push({ index, group });
      unopened.set(log, groups);
      lastLog = Math.max(lastLog, log);
    }
    note(file, entry.groups);
  }
  function note(file: number, groups: readonly AppendedGroup[]): void {
    const last = filed.get(file) ?? new Map<number, number>();
    filed.set(file, last);
    for (const [log, index] of groups) last.set(log, index);
  }

  let journal: ReturnType<typeof openJournal>;
  try {
    journal = openJournal({ directory, fsync, read, notice });
  } catch (error) {
    await lock.release();
    throw error;
  }
  const starts = documents.has(STARTS) ? (deserialize(documents.get(STARTS) as Buffer) as number) : 0;

  function newLog<G extends KeptGroup>(
    id: number,
    form: GroupForm<G>,
    held: { readonly groups?: readonly G[]; readonly next?: number } = {},
  ): GroupLog<G> {
    const log = createGroupLog<G>({
      id,
      ...held,
      appended: (index, group) => appended.push([id, index, form.keep(group)]),
    });
    logs.set(id, log);
    return log;
  }
  function reopen<G extends KeptGroup>({ log: id, first, next }: ShelvedLog, form: GroupForm<G>): GroupLog<G> {
    const open = logs.get(id);
    if (open) return open as GroupLog<G>;
    lastLog = Math.max(lastLog, id);
    const found = (unopened.get(id) ?? []).filter(({ index }) => index >= first);
    unopened.delete(id);
    const end = Math.max(next, (found.at(-1)?.index ?? -1) + 1);
    const start = end - found.length;
    const gap = found.findIndex(({ index }, at) => index !== start + at);
    if (gap >= 0 || start > first) throw missingGroups(directory, gap >= 0 ? start + gap : first);
    return newLog(id, form, { groups: found.map(({ group }) => form.revive(group)), next: end });
  }

  function load(service: string, state: KeptState): void {
    const own: [string[], unknown][] = [];
    for (const [text, value] of documents) {
      const [owner, ...key] = JSON.parse(text) as string[];
      if (owner === service) own.push([key, deserialize(value)]);
    }
    state.load(own);
  }

  /** All documents as they are now, and the logs that they have. */
  function current(): Current {
    const now = new Map([[STARTS, serialize(starts + 1)]]);
    const used = new Set<number>();
    for (const [service, state] of states) {
      for (const { key, value, log } of state.documents()) {
        now.set(JSON.stringify([service, ...key]), serialize(value));
        if (log) used.add(log.id);
      }
    }
    return { documents: now, logs: used };
  }
  function changesTo(now: ReadonlyMap<string, Buffer>): [string, Buffer | undefined][] {
    const changes: [string, Buffer | undefined][] = [];
    for (const key of documents.keys()) if (!now.has(key)) changes.push([key, undefined]);
    for (const [key, value] of now) if (!documents.get(key)?.equals(value)) changes.push([key, value]);
    return changes;
  }
  function written(now: Current): void {
    documents.clear();
    for (const [key, value] of now.documents) documents.set(key, value);
    for (const id of logs.keys()) if (!now.logs.has(id)) logs.delete(id);
  }

  function write(what: 'all' | 'logsOnly'): void {
    const now = what === 'all' ? current() : undefined;
    const changes = now ? changesTo(now.documents) : [];
    if (changes.length === 0 && appended.length === 0) return;
    const entry: Entry = { documents: changes, groups: appended };
    journal.append(serialize(entry));
    note(journal.current, appended);
    appended = [];
    if (now) written(now);
  }
  function begin(): void {
    const now = current();
    const entry: Entry = { whole: true, documents: [...now.documents], groups: [] };
    journal.begin(serialize(entry));
    begunBytes = journal.currentBytes;
    written(now);
    note(journal.current, []);
  }

  function rollBack(): void {
    for (const [id, index] of appended.toReversed()) logs.get(id)?.takeBack(index);
    appended = [];
    for (const [service, state] of states) load(service, state);
  }

  const isNeeded = (file: number): boolean =>
    [...(filed.get(file) ?? [])].some(([id, last]) => last >= (logs.get(id)?.first ?? Number.POSITIVE_INFINITY));
  /** Begins a new file where it is time to, and removes those of which nothing is kept. A full disk only puts it off. */
  function tidy(what: 'all' | 'logsOnly'): void {
    const isFull = journal.currentBytes > maxFileBytes + 2 * begunBytes;
    const isLong = journal.currentBytes > MAX_IDLE_BYTES + 2 * begunBytes;
    const isIdle = isLong && what === 'all' && !isNeeded(journal.current);
    if (!isFull && !isIdle && (what === 'logsOnly' || filed.size === 1)) return;
    try {
      if (isFull || isIdle) begin();
      for (const file of [...filed.keys()]) {
        if (file === journal.current || isNeeded(file)) continue;
        journal.remove(file);
        filed.delete(file);
      }
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
    }
  }

  return {
    shelf: { create: (form) => newLog(++lastLog, form), reopen },
    starts,
    attach(service, state) {
      load(service, state);
      states.set(service, state);
    },
    commit(what = 'all') {
      unopened.clear();
      try {
        if (journal.current === 0) begin();
        write(what);
      } catch (error) {
        rollBack();
        throw error;
      }
      tidy(what);
    },
    async close() {
      journal.close();
      await lock.release();
    },
  };
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    throw unusable(`cannot make the data directory ${directory}`, error);
  }
}

function unusable(what: string, cause: unknown): DataError {
  return new DataError('unusable', `${what} (${(cause as NodeJS.ErrnoException).code})`, { cause });
}

function missingGroups(directory: string, index: number): DataError {
  const message = `${directory} lacks a file: log group ${index} of a log is gone, though later ones are there. Nothing was changed`;
  return new DataError('damaged', message, { file: directory });
}
