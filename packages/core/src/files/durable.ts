import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { platform } from 'node:process';

/** A file at whose end bytes are added; what `append` has confirmed is on the disk. One call at a time. */
export interface AppendFile {
  /** Length of what is confirmed. */
  readonly bytes: number;
  append(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** Opens an existing file for appending at `bytes`; what stands behind that is cut off. */
export async function openAppendFile(path: string, bytes: number): Promise<AppendFile> {
  const handle = await open(path, 'r+');
  let confirmed = bytes;
  try {
    const { size } = await handle.stat();
    if (size > bytes) await handle.truncate(bytes);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    get bytes() {
      return confirmed;
    },
    async append(added) {
      try {
        await writeAll(handle, added, confirmed);
        await handle.sync();
      } catch (error) {
        // Half a line must not get a neighbour. If even this fails, the next opening cuts it off.
        await handle.truncate(confirmed).catch(() => undefined);
        throw error;
      }
      confirmed += added.length;
    },
    close: () => handle.close(),
  };
}

/**
 * Puts a whole new file in the place of an old one, or of none: after a crash at any moment one of the two is there.
 * Needs `<path>.new` for itself. Only the owner may read what is written.
 */
export async function replaceFile(path: string, content: Buffer): Promise<void> {
  const draft = `${path}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await writeAll(handle, content, 0);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** A new name is on the disk only when its folder is. Windows cannot be asked for that. */
async function syncFolder(path: string): Promise<void> {
  if (platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
