import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSlsClient, type SlsClient } from '@polylog/alibaba-sls';
import { type Emulator, startEmulator } from '@polylog/emulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { npmPackages } from '../../../scripts/peers/npm-packages.mjs';
import { pythonWithSdk } from '../../../scripts/peers/python.mjs';
import { credentials, project } from '../../end-to-end/emulated-log.js';
import { differences } from '../differential/lines.js';
import { describeWithPeer } from '../peer.js';
import { canonical } from './differential/canonical.js';
import { putBy, type Reader, readBy, type Writer } from './differential/carries.js';
import { writeGroups } from './differential/groups-file.js';
import { logGroups, type TestLogGroup } from './differential/log-groups.js';
import { type NodeClient, nodeClient, pullByOurs, putByOurs } from './differential/sides.js';
import { overHttp, sdk as pythonSdk, runPython } from './python-script.js';
import { type OpenSdk, sdkPrograms } from './sdk-programs.js';

const MINUTES = { timeout: 180_000 };
const GROUPS = Number(process.env.POLYLOG_DIFFERENTIAL_GROUPS ?? 10_000);
/** Each has its own order, so that as many puts may be under way: some SDKs wait a while for each answer. */
const SHARDS = 16;
const seed = Number(process.env.POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));
/** The service takes times of the last seven days. */
const startSeconds = Math.floor(Date.now() / 1_000) - 7_200;

const python = await pythonWithSdk();
const node = await npmPackages(new URL('node/', import.meta.url));

const put: readonly Writer[] = ['ours', 'Go', 'Java', 'Python', 'Node'];

let emulator: Emulator;
let ours: SlsClient;
let folder: string;
const opened = new Map<string, OpenSdk>();
const generated = [...logGroups(seed, GROUPS, startSeconds)];

beforeAll(async () => {
  console.log(`seed ${seed}: ${generated.length} log groups`);
  folder = await mkdtemp(join(tmpdir(), 'polylog-differential-'));
  const accessKeys = [{ id: credentials.accessKeyId, secret: credentials.secretAccessKey }];
  emulator = await startEmulator({ sls: { accessKeys, projects: { [project]: {} } } });
  for (const writer of put) {
    emulator.sls.createLogstore({ project, logstore: storeOf(writer), shards: shardsOf(writer) });
  }
  ours = createSlsClient({ endpoint: emulator.sls.endpoint, credentials });
  for (const { language, peer, open } of sdkPrograms) {
    if (peer.kind === 'ready') opened.set(language, await open(peer.command));
  }
});
afterAll(async () => {
  for (const { stop } of opened.values()) await stop();
  await ours?.close();
  await emulator?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** Who has put all it can carry. */
const done = new Set<Writer>();

test('ours puts the log groups', MINUTES, async () => {
  await putByOurs(ours, storeOf('ours'), sentBy('ours'), await beginKeys('ours'));
  done.add('ours');
});

for (const { language, sdk, peer } of sdkPrograms) {
  describeWithPeer(`the ${language} SDK`, sdk, peer, () => {
    test('puts them', MINUTES, async () => {
      await (opened.get(language) as OpenSdk).run('put', { ...place(language), ...(await toPut(language)) });
      done.add(language);
    });
  });
}
describeWithPeer('the Python SDK', pythonSdk, python, ({ python }) => {
  test('puts them', MINUTES, async () => {
    await runPython(python, 'put_groups.py', { ...place('Python'), ...(await toPut('Python')), ...wayHere() });
    done.add('Python');
  });
});
describeWithPeer('the Node SDK', 'npm: @alicloud/log', node, ({ require: load }) => {
  test('puts them; it has no pull, and finds by a query what ours finds', MINUTES, async () => {
    const client = nodeClient(load('@alicloud/log') as new (config: object) => NodeClient, emulator.sls.endpoint);
    try {
      const logstore = storeOf('Node');
      await ours.indexes.create({ project, logstore, index: { line: { token: [' '] } } });
      await client.put(logstore, sentBy('Node'));
      done.add('Node');
      const [from, to] = [startSeconds, startSeconds + 60].map((seconds) => new Date(seconds * 1_000)) as [Date, Date];
      const found: object[] = [];
      for await (const log of ours.logs.getAll({ project, logstore, from, to })) found.push(log);
      expect(found.length).toBeGreaterThan(Math.min(GROUPS, 600));
      expect(await client.getAll(logstore, from, to)).toEqual(found);
    } finally {
      client.close();
    }
  });
});

test('ours reads what each has put', MINUTES, async () => {
  for (const writer of done) compare('ours', writer, await pullByOurs(ours, storeOf(writer), shardsOf(writer)));
});

for (const { language, sdk, peer } of sdkPrograms) {
  describeWithPeer(`the ${language} SDK`, sdk, peer, () => {
    test('reads what each has put', MINUTES, async () => {
      for (const writer of done) {
        const out = join(folder, `${language}-reads-${writer}`);
        const settings = { ...place(writer), shards: shardsOf(writer), out };
        await (opened.get(language) as OpenSdk).run('pull', settings);
        compare(language, writer, await linesOf(out));
      }
    });
  });
}
describeWithPeer('the Python SDK', pythonSdk, python, ({ python }) => {
  test('reads what each has put', MINUTES, async () => {
    for (const writer of done) {
      const out = join(folder, `Python-reads-${writer}`);
      const settings = { ...place(writer), shards: shardsOf(writer), out, ...wayHere() };
      await runPython(python, 'pull_groups.py', settings);
      compare('Python', writer, await linesOf(out));
    }
  });
});

function storeOf(writer: Writer): string {
  return `by-${writer.toLowerCase()}`;
}

/** The Node SDK cannot choose a shard, and order is kept in one alone. */
function shardsOf(writer: Writer): number {
  return writer === 'Node' ? 1 : SHARDS;
}

/** What a writer puts of all that was generated. */
function sentBy(writer: Writer): readonly TestLogGroup[] {
  return generated.map(putBy[writer]).filter((group) => group !== undefined);
}

const known = new Map<string, readonly string[]>();

/** Shard by shard, as they are read. What was put is what the generator made; nobody's reading is trusted. */
function linesFor(writer: Writer, read: (group: TestLogGroup) => TestLogGroup): readonly string[] {
  const [sent, shards] = [sentBy(writer), shardsOf(writer)];
  return Array.from({ length: shards }, (_, shard) =>
    sent.filter((_, i) => i % shards === shard).map((group) => `${shard}|${canonical(read(group))}`),
  ).flat();
}

function compare(reader: Reader, writer: Writer, found: readonly string[]): void {
  const read = readBy[reader];
  const key = `${writer} ${read.name}`;
  const expected = known.get(key) ?? linesFor(writer, read);
  known.set(key, expected);
  expect(differences(expected, found, 'log groups'), `${reader} reads what ${writer} has put`).toEqual([]);
}

const place = (writer: Writer): { readonly endpoint: string; readonly logstore: string } => ({
  endpoint: emulator.sls.endpoint,
  logstore: storeOf(writer),
});

/** A script of Python's is told its endpoint by its way there. */
const wayHere = () => {
  const way = overHttp(emulator.sls.endpoint);
  return { way, endpoint: way.endpoint };
};

async function beginKeys(writer: Writer): Promise<readonly string[]> {
  const { items } = await ours.shards.list({ project, logstore: storeOf(writer) });
  return items.map(({ beginKey }) => beginKey);
}

async function toPut(writer: Writer): Promise<{ readonly groups: string; readonly beginKeys: readonly string[] }> {
  const groups = join(folder, `put-by-${writer}`);
  await writeGroups(groups, sentBy(writer));
  return { groups, beginKeys: await beginKeys(writer) };
}

async function linesOf(file: string): Promise<readonly string[]> {
  return (await readFile(file, 'utf8')).split('\n').slice(0, -1);
}
