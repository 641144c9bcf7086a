/**
 * The emulator as a process of its own, with a log of many bodies of the same size. They are written a little ahead of the
 * group, and what it has saved is forgotten, so that this process stays small as well.
 */
import { encodeLogGroup } from '@polylog/alibaba-sls/wire';
import { startEmulator } from '@polylog/emulator';

/**
 * @typedef {object} MemoryLogSettings
 * @property {string} project
 * @property {string} logstore
 * @property {string} accessKeyId
 * @property {string} secretAccessKey
 * @property {number} shards
 * @property {number} batchesPerShard each comes as one body
 * @property {number} bodyBytes before compression
 * @property {string} group
 */

/** @type {MemoryLogSettings} */
const settings = JSON.parse(process.argv[2] ?? '{}');
const { project, logstore, group, bodyBytes } = settings;
const { sls, stop } = await startEmulator({
  sls: {
    projects: { [project]: { [logstore]: { shards: settings.shards } } },
    accessKeys: [{ id: settings.accessKeyId, secret: settings.secretAccessKey }],
    // A pull ends before the second log group would take it beyond this.
    switches: { pullMaxBytes: bodyBytes },
  },
});

const LINE_BYTES = 200;
/** Bodies that a shard keeps; more than a member reads between two saves. */
const AHEAD = 80;
let state = 1;
/** Half of the text is the same in every line, so that it compresses about as well as log lines do. */
const logs = Array.from({ length: Math.floor(bodyBytes / (LINE_BYTES + 30)) }, (_, i) => {
  let text = '';
  while (text.length < LINE_BYTES / 2) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += state.toString(36);
  }
  const content = `${'GET /items?page='.padEnd(LINE_BYTES - text.length, '日志-')}${text}`;
  return {
    timeSeconds: 1_772_510_706,
    contents: /** @type {[string, string][]} */ ([
      ['sequence', String(i)],
      ['content', content],
    ]),
  };
});
const body = encodeLogGroup({ topic: 't', logs });

/** @type {Map<number, number>} how many bodies each shard was given */
const written = new Map(sls.shards(project, logstore).map(({ id }) => [id, 0]));

function writeAhead() {
  for (const { id, keptGroups } of sls.shards(project, logstore)) {
    const before = written.get(id) ?? 0;
    const count = Math.min(AHEAD - keptGroups, settings.batchesPerShard - before);
    for (let i = 0; i < count; i++) sls.put(project, logstore, body, { shard: id });
    written.set(id, before + Math.max(0, count));
  }
}

function forgetSaved() {
  try {
    for (const { id, checkpoint } of sls.consumerGroup(project, logstore, group).shards) {
      if (checkpoint !== '') sls.expire(project, logstore, { shard: id, beforeCursor: checkpoint });
    }
  } catch {
    // Nobody has made the group yet.
  }
}

writeAhead();
const timer = setInterval(() => {
  forgetSaved();
  writeAhead();
}, 100);

process.once('disconnect', () => {
  clearInterval(timer);
  void stop();
});
process.send?.({ endpoint: sls.endpoint });
