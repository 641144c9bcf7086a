// The child's side of `alternate.mjs`: one candidate in a process of its own. Requests come as lines on stdin, each answer
// is a line of JSON on stdout; candidates in other languages speak the same:
//
//   verify           -> { "checksum": "…" }                  what it read from all bodies, once
//   run MILLISECONDS -> { "bytes", "records", "wallMs", "cpuMs" }   uses at least that much CPU time, for whole bodies
//
// The end of stdin ends the process.
import { createInterface } from 'node:readline';

/**
 * @typedef {object} Candidate
 * @property {() => string | Promise<string>} verify
 * @property {(turn: number) => { bytes: number, records: number } | Promise<{ bytes: number, records: number }>} step
 *   The smallest piece of work, one body as a rule. `turn` counts up over all runs.
 * @property {() => object} [extra] joins the answer to `run`: figures of its own
 * @property {() => void | Promise<void>} [close]
 */

/** @param {Candidate} candidate */
export async function serve(candidate) {
  let turn = 0;
  const requests = {
    verify: async () => ({ checksum: await candidate.verify() }),
    run: async (milliseconds) => {
      let [bytes, records] = [0, 0];
      const start = performance.now();
      const cpu = process.cpuUsage();
      let cpuMs = 0;
      do {
        const step = candidate.step(turn++);
        const done = step instanceof Promise ? await step : step;
        bytes += done.bytes;
        records += done.records;
        const { user, system } = process.cpuUsage(cpu);
        cpuMs = (user + system) / 1000;
      } while (cpuMs < Number(milliseconds));
      return { bytes, records, wallMs: performance.now() - start, cpuMs, ...candidate.extra?.() };
    },
  };
  try {
    for await (const line of createInterface({ input: process.stdin })) {
      const [request, argument] = line.split(' ');
      console.log(JSON.stringify(await requests[request](argument)));
    }
  } finally {
    await candidate.close?.();
  }
}
