import { writeSync } from 'node:fs';

/** Prints a line before anything else happens: it is told whenever the kill comes. The pipe may be full for a moment. */
export function tell(line) {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}
