import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '@polylog/core/driver';
import { expect, onTestFinished } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../src/emulator.js';
import { type HttpAnswer, httpClient } from './http-client.js';

export interface WalkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | Uint8Array;
}

export interface WalkStep {
  /** The vendor's name of the call. */
  readonly call: string;
  /** Made when it is sent: it may need an id that came in an earlier answer. */
  readonly request: () => WalkRequest;
  readonly learn?: (answer: HttpAnswer) => void;
}

export interface Walk {
  /** All calls of the service. */
  readonly calls: Iterable<string>;
  /** Calls that change what the reads tell, one after the other. */
  readonly writes: readonly WalkStep[];
  /** Calls that change nothing but the members of groups. */
  readonly members: readonly WalkStep[];
  readonly reads: readonly WalkStep[];
  readonly options: EmulatorOptions;
}

/** A directory that is gone when the test is. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'polylog-emulator-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/**
 * Makes each call that writes and starts the emulator anew behind it, from its files alone: every read must answer as before.
 * Stopping writes nothing, so that it is as good as a kill.
 */
export async function walkWithRestarts({ calls, writes, members, reads, options }: Walk): Promise<void> {
  const known = new Set([...writes, ...members, ...reads].map(({ call }) => call));
  expect(
    [...calls].filter((call) => !known.has(call)),
    'a call that this walk does not make',
  ).toEqual([]);

  const directory = scratchDirectory();
  let nowMs = Date.now();
  const clock: Clock = { ...systemClock, now: () => nowMs };
  let emulator: Emulator;
  let http: ReturnType<typeof httpClient>;
  const start = async (): Promise<void> => {
    emulator = await startEmulator({ clock, ...options, data: { directory } });
    http = httpClient(emulator.sls.endpoint);
  };
  const stop = async (): Promise<void> => {
    http.close();
    await emulator.stop();
  };
  const send = ({ request }: WalkStep): Promise<HttpAnswer> => {
    const { method, path, headers = {}, body } = request();
    const bytes = body === undefined || body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
    return http({ method, path, headers, body: bytes });
  };
  const readAll = async (): Promise<readonly unknown[]> => {
    const answers: unknown[] = [];
    for (const step of reads) {
      const answer = await send(step);
      step.learn?.(answer);
      const { status, body } = answer;
      const text = body.toString('latin1').replace(/"(?:RequestId|request_id)":"[^"]+"/g, '');
      answers.push({ call: step.call, status, text });
    }
    return answers;
  };

  await start();
  onTestFinished(stop);
  let before = await readAll();
  for (const step of [...writes, ...members]) {
    nowMs += 1_000;
    const answer = await send(step);
    const isDone = answer.status < 300 && !answer.text.includes('"Error"');
    expect(isDone, `${step.call}: ${answer.status} ${answer.text}`).toBe(true);
    step.learn?.(answer);
    const written = await readAll();
    if (writes.includes(step)) expect(written, `${step.call} changes nothing that the reads tell`).not.toEqual(before);
    await stop();
    await start();
    before = await readAll();
    expect(before, `after ${step.call} and a restart`).toEqual(written);
  }
}
