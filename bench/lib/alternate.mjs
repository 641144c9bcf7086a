import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * @typedef {object} Contestant
 * @property {string} name as it stands in the table
 * @property {readonly string[]} [command] program and arguments of a candidate (see `candidate.mjs`)
 * @property {Record<string, string>} [env] joins our own environment
 * @property {number} [warmUpMs] where it needs longer than others
 * @property {string} [absent] instead of a command: why it cannot run here
 */
/**
 * @typedef {object} Round
 * @property {number} bytes raw, whatever was on the wire
 * @property {number} records
 * @property {number} wallMs
 * @property {number} cpuMs of the candidate's process, all threads
 */
/**
 * @typedef {object} Outcome
 * @property {string} name
 * @property {readonly Round[]} rounds none where it is absent
 * @property {string} [absent]
 */

/**
 * Lets candidates, each in its own process, work in turns: one at a time, a short while, then the next; who begins changes
 * from round to round. What slows the machine down so hits all alike, and only figures of one call may be compared.
 * Before anything is timed all must have read the same; throws where two checksums differ, or where one breaks down.
 *
 * @param {readonly Contestant[]} contestants
 * @param {{ rounds: number, roundMs: number, warmUpMs: number }} pace
 * @returns {Promise<Outcome[]>}
 */
export async function alternate(contestants, { rounds, roundMs, warmUpMs }) {
  const present = contestants.filter(({ absent }) => absent === undefined);
  const running = [];
  try {
    for (const contestant of present) running.push(start(contestant));
    const checksums = await twoAtATime(running, async (child) => (await child.ask('verify')).checksum);
    const differs = checksums.findIndex((checksum) => checksum !== checksums[0]);
    if (differs > 0) {
      const said = (i) => `"${present[i].name}" read ${checksums[i]}`;
      throw new Error(`the candidates do not agree: ${said(0)}, ${said(differs)}`);
    }
    await twoAtATime(running, (child, i) => child.ask(`run ${warmUpFor(present[i], warmUpMs)}`));
    const results = running.map(() => []);
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < running.length; i++) {
        const turn = (round + i) % running.length;
        results[turn].push(await running[turn].ask(`run ${roundMs}`));
      }
    }
    return contestants.map((contestant) => ({
      name: contestant.name,
      ...(contestant.absent === undefined ? {} : { absent: contestant.absent }),
      rounds: results[present.indexOf(contestant)] ?? [],
    }));
  } finally {
    await Promise.all(running.map((child) => child.end()));
  }
}

/**
 * For what is not timed: on two cores it takes half as long.
 *
 * @template T, R
 * @param {readonly T[]} list
 * @param {(item: T, index: number) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
async function twoAtATime(list, work) {
  const results = [];
  const rest = list.entries();
  const worker = async () => {
    for (const [index, item] of rest) results[index] = await work(item, index);
  };
  await Promise.all([worker(), worker()]);
  return results;
}

const warmUpFor = (contestant, warmUpMs) => (warmUpMs === 0 ? 0 : Math.max(warmUpMs, contestant.warmUpMs ?? 0));

/** @param {Contestant} contestant */
function start({ name, command: [program, ...args], env }) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said = (said + text).slice(-4000);
  });
  child.stdin.on('error', () => undefined); // That it is gone is told by `closed`.
  const closed = once(child, 'close').then(
    ([code, signal]) => new Error(`"${name}" ended with ${signal ?? code}: ${said.trim()}`),
    (error) => new Error(`"${name}" could not be started: ${error.message}`),
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(request) {
      child.stdin.write(`${request}\n`);
      const answer = await Promise.race([lines.next(), closed]);
      if (answer instanceof Error) throw answer;
      if (answer.done) throw await closed;
      return JSON.parse(answer.value);
    },
    async end() {
      child.stdin.end();
      const kill = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await closed;
      clearTimeout(kill);
    },
  };
}
