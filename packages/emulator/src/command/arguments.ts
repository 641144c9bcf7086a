import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type AccessKey, defaultAccessKey } from '../auth/access-key.js';
import type { ClsOptions } from '../cls/cls.js';
import { clsSwitches } from '../cls/switches.js';
import type { EmulatorOptions } from '../emulator.js';
import type { LtsOptions } from '../lts/lts.js';
import { ltsSwitches } from '../lts/switches.js';
import type { SlsOptions } from '../sls/sls.js';
import { slsSwitches } from '../sls/switches.js';
import type { SwitchSet } from '../switches/switch-set.js';

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'start'; readonly options: EmulatorOptions; readonly accessKeyId: string };

/** Thrown for flags that make no sense; the message is one line for people. */
export class UsageError extends Error {}

export const helpText: string = `polylog-emulator: log services on localhost, over their real wire protocols

  --port N                 HTTP port, for all services (default 0: any free one)
  --host ADDRESS           address to listen on (default 127.0.0.1)
  --access-key-id ID       the access key that may call (default ${defaultAccessKey.id})
  --access-key-secret S    its secret (default ${defaultAccessKey.secret})
  --security-token TOKEN   a token that must come with it
  --accept-any             lets every request in, signed or not
  --https-key FILE         serves HTTPS, too: private key, PEM
  --https-cert FILE        and its certificate, PEM
  --https-port N           HTTPS port (default 0: any free one)
  --clock-offset-ms N      how far the services' clock is ahead (default 0)
  --data DIR               keeps everything there: what was answered survives a kill (default: nothing is kept)
  --fsync                  waits for the disk at each answer, so that it survives a power cut, too; slow
  --seed N                 seed of request ids and faults (default 1)
  --help                   this text

Alibaba Cloud SLS
  --project NAME           creates a project; with --logstore, that logstore in it (default project: demo)
  --logstore NAME          creates a logstore; may be repeated
  --shards N               shards of each logstore (default 2)
  --ttl-days N             how long each logstore keeps data (default 30)
  --base-domain NAME       a host name that stands for the service; may be repeated
  --switch NAME=VALUE      an open point of the protocol; may be repeated:
${listed(slsSwitches.defaults)}

Tencent Cloud CLS
  --logset NAME            creates a logset; with --topic, that topic in it (default logset: demo). Names are ids, too
  --topic NAME             creates a topic; may be repeated
  --partitions N           partitions of each topic (default 2)
  --topic-ttl-days N       how long each topic keeps data (default 30)
  --quotas                 20 calls a second of each action, 200 pulls of each partition; 500 pushes of each log stream of LTS
  --cls-switch NAME=VALUE  an open point of the protocol; may be repeated:
${listed(clsSwitches.defaults)}

Huawei Cloud LTS
  --log-group NAME         creates a log group; with --log-stream, that stream in it (default log group: demo). Names are ids, too
  --log-stream NAME        creates a log stream; may be repeated
  --stream-shards N        shards of each log stream (default 2)
  --stream-ttl-days N      how long each log stream keeps data, where the switch retention is ttl (default 30)
  --consumer-group NAME    creates a consumer group of each log stream; may be repeated
  --lts-switch NAME=VALUE  an open point of the protocol; may be repeated:
${listed(ltsSwitches.defaults)}

Prints one line of JSON when it is ready. Stops on SIGTERM and SIGINT.`;

function listed(switches: object): string {
  return Object.entries(switches)
    .map(([name, value]) => `                             ${name} (default ${value === '' ? 'empty' : value})`)
    .join('\n');
}

const flags = {
  port: { type: 'string' },
  host: { type: 'string' },
  project: { type: 'string' },
  logstore: { type: 'string', multiple: true },
  shards: { type: 'string' },
  'ttl-days': { type: 'string' },
  'access-key-id': { type: 'string' },
  'access-key-secret': { type: 'string' },
  'security-token': { type: 'string' },
  'accept-any': { type: 'boolean' },
  'https-key': { type: 'string' },
  'https-cert': { type: 'string' },
  'https-port': { type: 'string' },
  'base-domain': { type: 'string', multiple: true },
  switch: { type: 'string', multiple: true },
  logset: { type: 'string' },
  topic: { type: 'string', multiple: true },
  partitions: { type: 'string' },
  'topic-ttl-days': { type: 'string' },
  quotas: { type: 'boolean' },
  'cls-switch': { type: 'string', multiple: true },
  'log-group': { type: 'string' },
  'log-stream': { type: 'string', multiple: true },
  'stream-shards': { type: 'string' },
  'stream-ttl-days': { type: 'string' },
  'consumer-group': { type: 'string', multiple: true },
  'lts-switch': { type: 'string', multiple: true },
  'clock-offset-ms': { type: 'string' },
  data: { type: 'string' },
  fsync: { type: 'boolean' },
  seed: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Turns the command line into options. Throws {@link UsageError}. */
export function parseCommand(args: readonly string[]): Command {
  const { values } = parsed(args);
  if (values.help) return { kind: 'help' };
  const whole = (flag: keyof typeof values, least: number, most: number): number | undefined => {
    const text = values[flag];
    if (text === undefined) return undefined;
    const value = Number(text);
    if (typeof text === 'string' && /^-?\d+$/.test(text) && value >= least && value <= most) return value;
    throw new UsageError(`--${flag} is "${String(text)}"; allowed is a whole number from ${least} to ${most}`);
  };

  const https = httpsOf(values['https-key'], values['https-cert'], whole('https-port', 0, 65_535));
  const port = whole('port', 0, 65_535);
  const clockOffsetMs = whole('clock-offset-ms', -1e14, 1e14);
  const data = dataOf(values.data, values.fsync);
  const seed = whole('seed', 0, 2 ** 32 - 1);
  const accessKey = accessKeyOf(values['access-key-id'], values['access-key-secret'], values['security-token']);
  const access = { accessKeys: [accessKey], acceptAnyCredentials: values['accept-any'] ?? false };
  const sls: SlsOptions = {
    ...access,
    projects: created('demo', values.project, values.logstore, {
      shards: whole('shards', 1, 100) ?? 2,
      ttlDays: whole('ttl-days', 1, 3650) ?? 30,
    }),
    baseDomains: values['base-domain'] ?? [],
    switches: switchesOf('switch', slsSwitches, values.switch),
  };
  const cls: ClsOptions = {
    ...access,
    logsets: created('demo', values.logset, values.topic, {
      partitions: whole('partitions', 1, 50) ?? 2,
      ttlDays: whole('topic-ttl-days', 1, 3640) ?? 30,
    }),
    quotas: values.quotas ?? false,
    switches: switchesOf('cls-switch', clsSwitches, values['cls-switch']),
  };
  const lts: LtsOptions = {
    ...access,
    logGroups: created('demo', values['log-group'], values['log-stream'], {
      shards: whole('stream-shards', 1, 100) ?? 2,
      ttlDays: whole('stream-ttl-days', 1, 365) ?? 30,
      consumerGroups: Object.fromEntries((values['consumer-group'] ?? []).map((name) => [name, {}])),
    }),
    quotas: values.quotas ?? false,
    switches: switchesOf('lts-switch', ltsSwitches, values['lts-switch']),
  };
  return {
    kind: 'start',
    accessKeyId: accessKey.id,
    options: {
      sls,
      cls,
      lts,
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(port === undefined ? {} : { port }),
      ...(clockOffsetMs === undefined ? {} : { clockOffsetMs }),
      ...(seed === undefined ? {} : { seed }),
      ...(https === undefined ? {} : { https }),
      ...(data === undefined ? {} : { data }),
    },
  };
}

function accessKeyOf(
  id: string = defaultAccessKey.id,
  secret: string = defaultAccessKey.secret,
  securityToken: string | undefined,
): AccessKey {
  return { id, secret, ...(securityToken === undefined ? {} : { securityToken }) };
}

function dataOf(directory: string | undefined, fsync: boolean | undefined): EmulatorOptions['data'] {
  if (directory === '') throw new UsageError('--data is empty; it names a directory');
  if (directory === undefined) {
    if (fsync) throw new UsageError('--fsync is about --data, which is missing');
    return undefined;
  }
  return { directory, fsync: fsync ?? false };
}

function parsed(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof flags }>> {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false });
  } catch (error) {
    // Node's own text goes on with advice about positionals; its first sentence says what is wrong.
    const [first = ''] = (error as Error).message.split(/\.(?:\s|$)|\n/);
    throw new UsageError(`${first} (polylog-emulator --help lists the flags)`);
  }
}

/** The parent and, in it, all of the names; nothing where neither was named. */
function created<Setup>(
  standard: string,
  parent: string | undefined,
  names: readonly string[] = [],
  setup: Setup,
): Readonly<Record<string, Readonly<Record<string, Setup>>>> {
  if (parent === undefined && names.length === 0) return {};
  return { [parent ?? standard]: Object.fromEntries(names.map((name) => [name, setup])) };
}

function switchesOf<Switches extends object>(
  flag: string,
  set: SwitchSet<Switches>,
  given: readonly string[] = [],
): Partial<Switches> {
  const switches = Object.assign({}, ...given.map(set.parse)) as Partial<Switches>;
  try {
    set.resolve(switches);
    return switches;
  } catch (error) {
    throw new UsageError(`--${flag}: ${(error as Error).message}`);
  }
}

function httpsOf(
  key: string | undefined,
  cert: string | undefined,
  port: number | undefined,
): EmulatorOptions['https'] {
  if (key === undefined && cert === undefined) return undefined;
  if (key === undefined || cert === undefined) {
    throw new UsageError(`--https-${key === undefined ? 'key' : 'cert'} is missing; HTTPS needs both files`);
  }
  return { key: readPem('https-key', key), cert: readPem('https-cert', cert), ...(port === undefined ? {} : { port }) };
}

function readPem(flag: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--${flag}: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`);
  }
}
