import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClsClient, createClsClient } from '@polylog/tencent-cls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pythonWithClsSdk } from '../../../scripts/peers/python.mjs';
import { region } from '../../end-to-end/emulated-topics.js';
import { type ClsService, credentials, logsetId, startClsService } from '../../tencent-cls/cls-service.js';
import { differences } from '../differential/lines.js';
import { describeWithPeer } from '../peer.js';
import { canonical, PARTITION } from './differential/canonical.js';
import { JAVA_SOURCE, putBy, type Reader, readBy, type Writer } from './differential/carries.js';
import { logGroups, uploadsOf } from './differential/log-groups.js';
import { putByOurs, readByOurClient, readByOurDriver } from './differential/sides.js';
import { writeUploads } from './differential/uploads-file.js';
import { sdk as pythonSdk, runPython } from './python-script.js';
import { goSdk, javaSdk, runProgram } from './sdk-programs.js';

const MINUTES = { timeout: 180_000 };
const GROUPS = Number(process.env.POLYLOG_DIFFERENTIAL_GROUPS ?? 10_000);
const seed = Number(process.env.POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));

const python = await pythonWithClsSdk();

let service: ClsService;
let ours: ClsClient;
let folder: string;
const generated = [...logGroups(seed, GROUPS)];

beforeAll(async () => {
  console.log(`seed ${seed}: ${generated.length} log groups`);
  folder = await mkdtemp(join(tmpdir(), 'polylog-differential-'));
  // The SDKs cannot choose a partition, and order is kept in one alone.
  const topics = Object.fromEntries(Object.keys(putBy).map((writer) => [topicOf(writer as Writer), 1]));
  service = await startClsService({ topics });
  ours = createClsClient({ region, endpoint: service.emulator.cls.endpoint, credentials });
});
afterAll(async () => {
  await ours?.close();
  await service?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** Who has put all it can carry. */
const done = new Set<Writer>();

test('ours puts the log groups', MINUTES, async () => {
  await putByOurs(ours, topicOf('ours'), uploadsOf(generated));
  done.add('ours');
});

for (const { language, sdk, peer } of [goSdk, javaSdk]) {
  describeWithPeer(`the ${language} SDK`, sdk, peer, ({ command }) => {
    test('puts them', MINUTES, async () => {
      await runProgram(command, 'put', { ...place(language), uploads: await uploadsFile(), source: JAVA_SOURCE });
      done.add(language);
    });
  });
}
describeWithPeer('the Python SDK', pythonSdk, python, ({ python }) => {
  test('puts them', MINUTES, async () => {
    await runPython(python, 'put_groups.py', { ...place('Python'), uploads: await uploadsFile() });
    done.add('Python');
  });
});

test('our client reads what each has put', MINUTES, async () => {
  for (const writer of done) compare('our client', writer, await readByOurClient(ours, logsetId, topicOf(writer)));
});

test('our driver reads what each has put', MINUTES, async () => {
  const { endpoint } = service.emulator.cls;
  for (const writer of done) {
    compare('our driver', writer, await readByOurDriver(endpoint, logsetId, topicOf(writer)));
  }
});

describeWithPeer('the Python SDK', pythonSdk, python, ({ python }) => {
  test('reads what each has put', MINUTES, async () => {
    for (const writer of done) {
      const out = join(folder, `Python-reads-${writer}`);
      await runPython(python, 'pull_groups.py', { ...place(writer), partition: PARTITION, out });
      compare('Python', writer, (await readFile(out, 'utf8')).split('\n').slice(0, -1));
    }
  });
});

const known = new Map<string, readonly string[]>();

/** What was put is what the generator made; nobody's reading is trusted. */
function compare(reader: Reader, writer: Writer, found: readonly string[]): void {
  const [put, read] = [putBy[writer], readBy[reader]];
  const key = `${put.name}, ${read.name}`;
  const expected = known.get(key) ?? generated.flatMap((group) => canonical(read(put(group))));
  known.set(key, expected);
  expect(differences(expected, found, 'logs'), `${reader} reads what ${writer} has put`).toEqual([]);
}

function topicOf(writer: Writer): string {
  return `by-${writer.toLowerCase()}`;
}

const place = (writer: Writer): { readonly endpoint: string; readonly topicId: string } => ({
  endpoint: service.emulator.cls.endpoint,
  topicId: topicOf(writer),
  ...credentials,
});

/** The same for all: what an SDK cannot carry, its program leaves out. */
async function uploadsFile(): Promise<string> {
  const uploads = join(folder, 'uploads');
  await writeUploads(uploads, uploadsOf(generated));
  return uploads;
}
