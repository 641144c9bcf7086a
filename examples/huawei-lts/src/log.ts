import { closeSync, openSync, writeSync } from 'node:fs';

export const levels = ['DEBUG', 'INFO', 'WARNING', 'ERROR'] as const;

export type Level = (typeof levels)[number];

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  close(): void;
}

/** Lines of a level and above to the console; and lines of all levels, with the time, to a file if one is named. */
export function openLog(least: Level, file?: string): Log {
  const descriptor = file === undefined ? undefined : openFile(file);
  const writer = (level: Level, console: NodeJS.WriteStream) => (message: string) => {
    const line = `${level.padEnd(7)} ${message}\n`;
    if (descriptor !== undefined) writeSync(descriptor, `${new Date().toISOString()} ${line}`);
    if (levels.indexOf(level) >= levels.indexOf(least)) console.write(line);
  };
  return {
    debug: writer('DEBUG', process.stdout),
    info: writer('INFO', process.stdout),
    warning: writer('WARNING', process.stderr),
    error: writer('ERROR', process.stderr),
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}

function openFile(file: string): number {
  try {
    return openSync(file, 'a');
  } catch (error) {
    throw new Error(`--is_test is "${file}", which cannot be opened (${(error as NodeJS.ErrnoException).code}).`);
  }
}
