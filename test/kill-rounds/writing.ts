import { once as event } from 'node:events';
import type { Clients } from './clouds.js';

/** All that was sent, and what was answered. */
export interface Sent {
  /** By its id: the whole text. */
  readonly texts: Map<string, string>;
  /** Ids of those that the service says it has. */
  readonly stored: Set<string>;
  /** Of the setting: the last value that was sent, and the last one that was answered. */
  setting: { sent: number; done: number };
}

/** This one writes through the producer; the others send each text once. */
export const PRODUCER = 'p';
/** An id is `writer-number`; of one writer the numbers grow. */
const WRITERS = ['a', 'b', 'c', 'd'] as const;
const SHORT = 2_000;
const LONG = 200_000;

export function nothingSent(): Sent {
  return { texts: new Map(), stored: new Set(), setting: { sent: 0, done: 0 } };
}

/** Writes with all clients at once until the signal aborts; each waits for an answer before the next one. */
export async function writeUntil(
  { put, send, set }: Clients,
  writers: number | undefined,
  sent: Sent,
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  let number = sent.texts.size;
  const newText = (writer: string): { id: string; text: string } => {
    const id = `${writer}-${number++}`;
    const text = `${id} ${filling(random)}`;
    sent.texts.set(id, text);
    return { id, text };
  };
  const aborted = event(signal, 'abort');
  const writeOnce = async (writer: string, route: string): Promise<void> => {
    while (!signal.aborted) {
      const { id, text } = newText(writer);
      try {
        await put(text, route, signal);
      } catch {
        // Nobody knows whether it is there: it may be, once.
        return;
      }
      sent.stored.add(id);
    }
  };
  const produce = async (): Promise<void> => {
    while (send && !signal.aborted) {
      const { id, text } = newText(PRODUCER);
      const stored = send(text, PRODUCER).then(() => sent.stored.add(id));
      // What is under way at the kill goes on after it.
      await Promise.race([stored, aborted]);
    }
  };
  const once = WRITERS.slice(0, writers).map((writer, at) => writeOnce(writer, (at * 4).toString(16).padEnd(32, '0')));
  const setter = async (): Promise<void> => {
    while (set && !signal.aborted) {
      const value = ++sent.setting.sent;
      try {
        await set(value, signal);
      } catch {
        return;
      }
      sent.setting.done = value;
    }
  };
  await Promise.all([...once, produce(), setter()]);
}

/** Of all lengths, and not only ASCII. */
function filling(random: () => number): string {
  const most = random() < 0.02 ? LONG : SHORT;
  const piece = `${random()} 日志 \u0000 é 🪵 `;
  return piece.repeat(Math.floor((random() * most) / piece.length));
}
