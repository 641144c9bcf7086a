import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFakeClock } from '@polylog/core/testing';
import { createLtsClient, createLtsProducer, type LtsClient } from '@polylog/huawei-lts';
import type { StreamRef } from '@polylog/huawei-lts/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { javaProgram } from '../../../scripts/peers/java-program.mjs';
import { pythonWithLtsSdk } from '../../../scripts/peers/python.mjs';
import { credentials, region, stream } from '../../huawei-lts/lts-service.js';
import { differences, digest } from '../differential/lines.js';
import { describeWithPeer, programPeer } from '../peer.js';
import { runScript } from '../script.js';
import { canonical } from './differential/canonical.js';
import { addedBy, pushedBy, type Reader, readBy, type Writer } from './differential/carries.js';
import { type Label, type TestItem, testItems } from './differential/items.js';
import { writeItems } from './differential/items-file.js';
import { produceByOurs, pullByOurs, pushLinesByOurs, pushStructuredByOurs } from './differential/sides.js';
import { type EmulatedRegion, startEmulatedRegion } from './emulated-region.js';
import { goSdk } from './general-sdks.js';
import { pythonSdk, runPython } from './python-calls.js';

const MINUTES = { timeout: 180_000 };
const LOGS = Number(process.env.POLYLOG_DIFFERENTIAL_LOGS ?? 10_000);
const seed = Number(process.env.POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));
/** The service's time stands still, so that what it adds is known. */
const nowMs = Date.now();
/** The service takes times of the last two days. */
const startNs = BigInt(nowMs - 3_600_000) * 1_000_000n + 7n;

const [python, java] = await Promise.all([
  pythonWithLtsSdk(),
  programPeer(() => javaProgram(new URL('java/', import.meta.url), 'Producer')),
]);

const writers: readonly Writer[] = ['ours', 'ours-structured', 'our-producer', 'Java'];
const generated = [...testItems(seed, LOGS, startNs)];

let place: EmulatedRegion;
let client: LtsClient;

beforeAll(async () => {
  console.log(`seed ${seed}: ${LOGS} logs in ${generated.length} pushes`);
  place = await startEmulatedRegion({
    logStreams: Object.fromEntries(writers.map((writer) => [streamOf(writer).logStreamId, { shards: 1 }])),
    clock: createFakeClock({ startMs: nowMs }),
  });
  const { endpoint } = place.emulator.lts;
  client = createLtsClient({ region, endpoint, projectId: stream.projectId, credentials });
});
afterAll(async () => {
  await client?.close();
  await place?.stop();
});

/** Who has pushed all it can carry. */
const done = new Set<Writer>();

test.each([
  ['ours', pushLinesByOurs],
  ['ours-structured', pushStructuredByOurs],
] as const)('%s pushes the logs', MINUTES, async (writer, push) => {
  await push(client, streamOf(writer), pushedOf(writer));
  done.add(writer);
});

test('our producer pushes them', MINUTES, async () => {
  const { endpoint } = place.emulator.lts;
  const producer = createLtsProducer({ region, endpoint, ...streamOf('our-producer'), credentials });
  await produceByOurs(producer, pushedOf('our-producer'));
  expect(await producer.close()).toMatchObject({ failed: 0 });
  done.add('our-producer');
});

describeWithPeer('the Java SDK', 'maven: io.github.huaweicloud:lts-sdk-java', java, ({ command }) => {
  test('pushes them', MINUTES, async () => {
    const items = join(place.folder, 'pushed-by-java');
    await writeItems(items, pushedOf('Java'));
    await runScript(command, {
      settings: { region, ...streamOf('Java'), ...credentials, items },
      environment: { JDK_JAVA_OPTIONS: `"-Djdk.net.hosts.file=${place.hostsFile}"` },
    });
    done.add('Java');
  });
});

test('ours reads what each has pushed', MINUTES, async () => {
  for (const writer of done) compare('ours', writer, await pullByOurs(client, streamOf(writer)));
});

describeWithPeer('Python', pythonSdk, python, ({ python }) => {
  test('reads what each has pushed', MINUTES, async () => {
    for (const writer of done) {
      const out = join(place.folder, `Python-reads-${writer}`);
      const { endpoint } = place.emulator.lts;
      await runPython(python, 'pull_logs.py', { endpoint, ...credentials, ...streamOf(writer), out });
      compare('Python', writer, await linesOf(out));
    }
  });
});

describeWithPeer('Go', goSdk.sdk, goSdk.peer, ({ command }) => {
  test('reads what each has pushed', MINUTES, async () => {
    for (const writer of done) {
      const out = join(place.folder, `Go-reads-${writer}`);
      const { endpoint } = place.emulator.lts;
      const settings = { endpoint, ...credentials, ...streamOf(writer), out };
      await runScript([...command, 'pull'], { settings });
      compare('Go', writer, await linesOf(out));
    }
  });
});

function streamOf(writer: Writer): StreamRef {
  return { ...stream, logStreamId: `c54dbc58-0fd8-48ed-b007-00000000000${writers.indexOf(writer)}` };
}

function pushedOf(writer: Writer): readonly TestItem[] {
  return generated.map(pushedBy[writer]);
}

/** Log by log, as they are read. What was pushed is what the generator made; nobody's reading is trusted. */
function linesFor(writer: Writer, read: (label: Label) => Label): readonly string[] {
  return pushedOf(writer).flatMap(({ labels, lines }) =>
    lines.map(({ timeNs, text }) => {
      const built: readonly Label[] = [
        ['log_content', text],
        ['__time__', String(timeNs / 1_000_000n)],
        ['lineNum', String(timeNs)],
        ['collectTime', String(nowMs)],
        ['category', 'LTS'],
      ];
      return `0|${canonical([...labels, ...built].map(read))}`;
    }),
  );
}

const known = new Map<string, readonly string[]>();

function compare(reader: Reader, writer: Writer, found: readonly string[]): void {
  const read = found.map((line) => withoutAdded(line, writer));
  // Those that carry the same are held to the same.
  const key = `${pushedBy[writer].name} ${readBy[reader].name}`;
  const expected = known.get(key) ?? linesFor(writer, readBy[reader]);
  known.set(key, expected);
  expect(differences(expected, read, 'logs'), `${reader} reads what ${writer} has pushed`).toEqual([]);
}

/** Each of them must be there, once. */
function withoutAdded(line: string, writer: Writer): string {
  const added = addedBy[writer].map((name) => `label ${digest(name)} text `);
  const [mine, others] = [[] as string[], [] as string[]];
  for (const part of line.split('|')) (added.some((start) => part.startsWith(start)) ? mine : others).push(part);
  expect(mine).toHaveLength(added.length);
  return others.join('|');
}

async function linesOf(file: string): Promise<readonly string[]> {
  return (await readFile(file, 'utf8')).split('\n').slice(0, -1);
}
