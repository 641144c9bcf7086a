import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { alternate } from '../lib/alternate.mjs';
import { ratio, speeds } from '../lib/figures.mjs';
import { spread } from '../lib/statistics.mjs';
import { fill } from './fill.mjs';
import { PROJECT } from './wire.mjs';

const GOAL = 0.7;
const BODIES = 16;
const FEW_BODIES = 2;

/**
 * How much of a bare HTTP server's throughput the emulator reaches, so that it is not what other benches measure. Both
 * answer the same bytes; what counts is the clock, since the work is done in the servers' processes.
 */
export async function* run({ pace, short }) {
  const main = fileURLToPath(new URL('../../packages/emulator/dist/main.js', import.meta.url));
  const args = [main, '--project', PROJECT, '--logstore', 'store', '--shards', '1'];
  const emulator = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let bare;
  try {
    const [line] = await once(createInterface({ input: emulator.stdout }), 'line');
    const { port } = JSON.parse(line).sls;
    const pulls = await fill(port, short ? FEW_BODIES : BODIES);
    bare = fork(fileURLToPath(new URL('bare-server.mjs', import.meta.url)), { serialization: 'advanced' });
    bare.send(pulls.map(({ headers, bytes }) => ({ headers, bytes })));
    const [{ port: barePort }] = await once(bare, 'message');

    const asked = pulls.map(({ cursor, rawBytes }) => ({ cursor, rawBytes }));
    const puller = (name, port) => ({
      name,
      command: [
        process.execPath,
        fileURLToPath(new URL('puller.mjs', import.meta.url)),
        JSON.stringify({ port, pulls: asked }),
      ],
    });
    const outcomes = await alternate([puller('emulator', port), puller('bare node:http', barePort)], pace);
    const came = ratio(outcomes[0], outcomes[1], 'wallMs');
    const bytes = pulls.reduce((total, pull) => total + pull.bytes.length, 0);
    yield {
      title: 'the emulator beside a bare HTTP server',
      notes: [`${pulls.length} bodies, lz4, ${Math.round(bytes / pulls.length / 1000)} kB each`],
      columns: ['server', 'MB/s on the wire', 'min–max', 'MB/s raw'],
      rows: outcomes.map(row),
      bars: short
        ? []
        : [
            {
              claim: 'emulator against bare node:http',
              bar: `≥ ${GOAL} ×`,
              figure: `${came.toFixed(2)} ×`,
              held: came >= GOAL,
            },
          ],
      absent: [],
      outcomes,
    };
  } finally {
    emulator.kill('SIGTERM');
    bare?.disconnect();
  }
}

function row(outcome) {
  const wire = spread(outcome.rounds.map((round) => round.sent / 1000 / round.wallMs));
  const raw = spread(speeds(outcome, 'wallMs'));
  return [outcome.name, wire.median.toFixed(0), `${wire.min.toFixed(0)}–${wire.max.toFixed(0)}`, raw.median.toFixed(0)];
}
