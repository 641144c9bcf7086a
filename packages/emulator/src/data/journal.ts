import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  unlinkSync,
  writeSync,
  writevSync,
} from 'node:fs';
import { join } from 'node:path';
import { DataError } from './data-error.js';
import { frame, framesIn } from './frame.js';

/** The first line of every file. */
const FORMAT = 'polylog-emulator-data ';
const VERSION = '1';
const HEAD = Buffer.from(`${FORMAT}${VERSION}\n`);
const FILE_NAME = /^(\d{8})\.log$/;

/** Entries in numbered files; only the newest one is written to, and only at its end. */
export interface Journal {
  /** The number of the newest file; 0 where there is none. */
  readonly current: number;
  readonly currentBytes: number;
  /** Writes an entry whole, or nothing of it. Throws `DataError`. */
  append(payload: Uint8Array): void;
  /** Starts a new file with this entry; what is appended from then on goes there. Throws `DataError`, and goes on with the old one. */
  begin(payload: Uint8Array): void;
  remove(file: number): void;
  close(): void;
}

export interface JournalOptions {
  readonly directory: string;
  /** Waits for the disk at each entry. */
  readonly fsync: boolean;
  /** Told of each entry there is, the oldest first. What it throws is told as damage. */
  readonly read: (payload: Buffer, file: number) => void;
  /** Told, in one line, of what a killed writer left half done. */
  readonly notice: (line: string) => void;
}

/** Reads what the directory holds, then is ready to write. Throws `DataError`. */
export function openJournal({ directory, fsync, read, notice }: JournalOptions): Journal {
  const pathOf = (file: number): string => join(directory, `${String(file).padStart(8, '0')}.log`);
  const files = attempt(`cannot read ${directory}`, () => readdirSync(directory))
    .flatMap((name) => FILE_NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  const newest = files.at(-1) ?? 0;
  let current = 0;
  let currentBytes = 0;
  for (const file of files) {
    const bytes = readWhole(file, file === newest);
    if (bytes === 0) continue;
    current = file;
    currentBytes = bytes;
  }
  let descriptor =
    current === 0 ? undefined : attempt(`cannot write to ${pathOf(current)}`, () => openSync(pathOf(current), 'r+'));
  /** Set once the file may hold what it should not; then nothing more is written. */
  let broken: unknown;

  /** Returns how long the file is: 0 for one that was removed, because its writer was killed before anything was in it. */
  function readWhole(file: number, isNewest: boolean): number {
    const path = pathOf(file);
    const bytes = attempt(`cannot read ${path}`, () => readFileSync(path));
    const cutOff = (start: number): number => {
      if (!isNewest) throw damaged(path, start);
      const unfinished = `${bytes.length - start} bytes of an entry that was never finished, at byte ${start} of ${path}`;
      notice(`data: cut off ${unfinished}`);
      attempt(`cannot write to ${path}`, () =>
        start === HEAD.length || start === 0 ? unlinkSync(path) : truncateSync(path, start),
      );
      return start === HEAD.length ? 0 : start;
    };
    if (bytes.length <= HEAD.length && HEAD.subarray(0, bytes.length).equals(bytes)) return cutOff(0);
    if (!bytes.subarray(0, HEAD.length).equals(HEAD)) throw wrongHead(path, bytes);
    for (const found of framesIn(bytes, HEAD.length)) {
      if (found.kind === 'unfinished') return cutOff(found.start);
      if (found.kind === 'damaged') throw damaged(path, found.start);
      try {
        read(found.payload, file);
      } catch (error) {
        if (error instanceof DataError) throw error;
        throw damaged(path, found.start, error);
      }
    }
    return bytes.length;
  }

  function write(target: number, parts: readonly Uint8Array[], position: number): number {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    let written = writevSync(target, parts, position);
    // A disk that is nearly full takes a part; the next try says why.
    for (const whole = written < length ? Buffer.concat(parts) : undefined; whole && written < length; ) {
      written += writeSync(target, whole, written, length - written, position + written);
    }
    return length;
  }

  return {
    get current() {
      return current;
    },
    get currentBytes() {
      return currentBytes;
    },
    append(payload) {
      if (broken !== undefined || descriptor === undefined) throw unwritable(pathOf(current), broken);
      const target = descriptor;
      let length: number;
      try {
        length = write(target, frame(payload), currentBytes);
      } catch (error) {
        try {
          ftruncateSync(target, currentBytes);
        } catch {
          broken = error;
        }
        throw unwritable(pathOf(current), error);
      }
      if (fsync) {
        try {
          fdatasyncSync(target);
        } catch (error) {
          // After that nobody can say what the disk has.
          broken = error;
          throw unwritable(pathOf(current), error);
        }
      }
      currentBytes += length;
    },
    begin(payload) {
      const file = Math.max(current, newest) + 1;
      const path = pathOf(file);
      let opened: number | undefined;
      let length: number;
      try {
        opened = openSync(path, 'wx');
        length = write(opened, [HEAD, ...frame(payload)], 0);
        if (fsync) {
          fdatasyncSync(opened);
          syncDirectory(directory);
        }
      } catch (error) {
        if (opened !== undefined) {
          closeSync(opened);
          unlinkSync(path);
        }
        throw unwritable(path, error);
      }
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = opened;
      current = file;
      currentBytes = length;
    },
    remove: (file) => attempt(`cannot remove ${pathOf(file)}`, () => unlinkSync(pathOf(file))),
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function attempt<T>(what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new DataError('unusable', `${what} (${reasonOf(error)})`, { cause: error });
  }
}

function syncDirectory(directory: string): void {
  const opened = openSync(directory, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

function wrongHead(file: string, bytes: Buffer): DataError {
  const [, version] = /^polylog-emulator-data (\S{1,20})\n/.exec(bytes.subarray(0, 64).toString('latin1')) ?? [];
  if (version === undefined) return damaged(file, 0);
  const message = `${file} is of version ${version}; this emulator reads and writes version ${VERSION}`;
  return new DataError('version', message, { file });
}

function damaged(file: string, offset: number, cause?: unknown): DataError {
  const message = `${file} is damaged at byte ${offset}: what stands there is not what was written. Nothing was changed`;
  return new DataError('damaged', message, { file, offset, ...(cause === undefined ? {} : { cause }) });
}

const unwritable = (file: string, cause: unknown): DataError =>
  new DataError('unusable', `cannot write to ${file} (${reasonOf(cause)})`, { file, cause });

/** The system's name for it where it has one: it says nothing of what is written. */
const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException | undefined)?.code ?? (error instanceof Error ? error.message : 'closed');
