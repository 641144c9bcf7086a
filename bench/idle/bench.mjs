import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connect, createConsumerGroup } from '@polylog/alibaba-sls/wire';
import { ask, endOf, nextMessage } from '../lib/child-messages.mjs';

const GOAL = 2;
const FULL = { shards: 1000, settleMs: 20_000, countMs: 10_000, measureMs: 60_000 };
const SHORT = { shards: 20, settleMs: 500, countMs: 1_000, measureMs: 1_000 };
const place = {
  project: 'bench',
  logstore: 'idle',
  credentials: { accessKeyId: 'polylog', secretAccessKey: 'polylog-emulator-secret' },
};

/**
 * What a consumer costs while nothing comes, beside a bare loop that sends the same calls, as many a second. Both run at
 * the same time, each against an emulator of its own, so that whatever slows the machine down hits both alike.
 */
export async function* run({ short }) {
  const { shards, settleMs, countMs, measureMs } = short ? SHORT : FULL;
  const children = [];
  const start = async (script, argument) => {
    const child = fork(fileURLToPath(new URL(script, import.meta.url)), [JSON.stringify(argument)]);
    children.push(child);
    return { child, said: await nextMessage(child) };
  };
  try {
    const emulators = [];
    for (let i = 0; i < 2; i++) emulators.push(await start('emulator.mjs', { ...place, shards }));
    const [[ourEmulator, ourPlace], [bareEmulator, barePlace]] = emulators.map(({ child, said }) => [
      child,
      { ...place, ...said, group: 'readers' },
    ]);
    const { child: consumer } = await start('consumer.mjs', ourPlace);
    await sleep(settleMs);
    const { calls, seconds } = await callsDuring(ourEmulator, countMs);
    const callsASecond = Object.fromEntries(Object.entries(calls).map(([call, often]) => [call, often / seconds]));
    await makeGroup(barePlace);
    const { child: bareLoop } = await start('bare-loop.mjs', { ...barePlace, callsASecond });
    // Code gets faster while it runs: it is measured when it has done so for a while, in both.
    await sleep(settleMs);
    const runners = [
      { name: 'polylog', emulator: ourEmulator, child: consumer },
      { name: 'bare loop', emulator: bareEmulator, child: bareLoop },
    ];
    const outcomes = await Promise.all(runners.map((runner) => costDuring(runner, measureMs)));
    yield section({ shards, measureMs, short }, outcomes);
  } finally {
    await Promise.all(children.reverse().map(endOf));
  }
}

function section({ shards, measureMs, short }, outcomes) {
  const [ours, bare] = outcomes.map(({ cpuMs, calls }) => cpuMs / total(calls));
  const came = ours / bare;
  return {
    title: `${shards} shards at rest for ${measureMs / 1000} s`,
    notes: [
      'the bare loop pulls as often, from the cursor of the last answer: node:http with a timeout, and the same signature',
      'nearly all calls are PullLogs; heartbeats and lists go along',
    ],
    columns: ['client', 'CPU s', 'calls', 'µs of CPU a call', 'RSS MB'],
    rows: outcomes.map(({ name, cpuMs, calls, rssBytes }) => [
      name,
      (cpuMs / 1000).toFixed(2),
      String(total(calls)),
      ((cpuMs * 1000) / total(calls)).toFixed(0),
      (rssBytes / 1e6).toFixed(0),
    ]),
    bars: short
      ? []
      : [
          {
            claim: 'CPU a call at rest, against a bare loop of the same calls',
            bar: `≤ ${GOAL} ×`,
            figure: `${came.toFixed(2)} ×`,
            held: came <= GOAL,
          },
        ],
    absent: [],
    outcomes,
  };
}

async function costDuring({ name, emulator, child }, measureMs) {
  const before = await ask(child);
  const { calls } = await callsDuring(emulator, measureMs);
  const { cpuMs, rssBytes } = await ask(child);
  return { name, cpuMs: cpuMs - before.cpuMs, rssBytes, calls };
}

/** How many of each kind came, and in how many seconds: on a busy machine a sleep takes longer than it was told. */
async function callsDuring(emulator, countMs) {
  const before = await ask(emulator);
  const startedAt = performance.now();
  await sleep(countMs);
  const after = await ask(emulator);
  const seconds = (performance.now() - startedAt) / 1000;
  const counts = Object.entries(after).map(([call, often]) => [call, often - (before[call] ?? 0)]);
  return { calls: Object.fromEntries(counts.filter(([, often]) => often > 0)), seconds };
}

async function makeGroup({ endpoint, project, logstore, credentials, group }) {
  const connection = connect({ endpoint, credentials });
  const settings = { name: group, timeoutSeconds: 30, inOrder: false };
  await createConsumerGroup(connection, { project, logstore, settings }, { signal: new AbortController().signal });
  await connection.transport.close();
}

const total = (calls) => Object.values(calls).reduce((sum, often) => sum + often, 0);
