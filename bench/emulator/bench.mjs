import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { alternate } from '../lib/alternate.mjs';
import { withEmulator } from '../lib/emulator.mjs';
import { ratio, speeds } from '../lib/figures.mjs';
import { spread } from '../lib/statistics.mjs';
import { fill } from './fill.mjs';
import { services } from './services.mjs';

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

const GOAL = 0.7;
const BODIES = 16;
const FEW_BODIES = 2;

/**
 * How much of a bare HTTP server's throughput the emulator reaches, so that it is not what other benches measure. Both
 * answer the same bytes; what counts is the clock, since the work is done in the servers' processes.
 */
export async function* run({ pace, short }) {
  for (const name of Object.keys(services)) yield await beside(name, { pace, short });
}

async function beside(name, { pace, short }) {
  const service = services[name];
  return await withEmulator(service.args, async (port) => {
    const pulls = await fill(service, port, short ? FEW_BODIES : BODIES);
    const bare = fork(file('bare-server.mjs'), { serialization: 'advanced' });
    try {
      bare.send(pulls.map(({ headers, bytes }) => ({ headers, bytes })));
      const [{ port: barePort }] = await once(bare, 'message');
      const asked = pulls.map(({ place, rawBytes }) => ({ place, rawBytes }));
      const puller = (who, at) => ({
        name: who,
        command: [process.execPath, file('puller.mjs'), JSON.stringify({ service: name, port: at, pulls: asked })],
      });
      const outcomes = await alternate([puller('emulator', port), puller('bare node:http', barePort)], pace);
      return section(service, pulls, outcomes, short);
    } finally {
      bare.disconnect();
    }
  });
}

function section({ title }, pulls, outcomes, short) {
  const [emulator, bare] = outcomes;
  const came = ratio(emulator, bare, 'wallMs');
  const bytes = pulls.reduce((total, pull) => total + pull.bytes.length, 0);
  const bar = {
    claim: `emulator against bare node:http, ${title}`,
    bar: `≥ ${GOAL} ×`,
    figure: `${came.toFixed(2)} ×`,
    held: came >= GOAL,
  };
  return {
    title: `the emulator beside a bare HTTP server, ${title}`,
    notes: [`${pulls.length} bodies, ${Math.round(bytes / pulls.length / 1000)} kB each`],
    columns: ['server', 'MB/s on the wire', 'min–max', 'MB/s raw'],
    rows: outcomes.map(row),
    bars: short ? [] : [bar],
    absent: [],
    outcomes,
  };
}

function row(outcome) {
  const wire = spread(outcome.rounds.map((round) => round.sent / 1000 / round.wallMs));
  const raw = spread(speeds(outcome, 'wallMs'));
  return [outcome.name, wire.median.toFixed(0), `${wire.min.toFixed(0)}–${wire.max.toFixed(0)}`, raw.median.toFixed(0)];
}
