import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { EmulatorOptions } from '../emulator.js';
import { defaultAccessKey, type SlsOptions } from '../sls/sls.js';
import { defaultSwitches, parseSwitch, resolveSwitches, type SlsSwitches } from '../sls/switches.js';

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'start'; readonly options: EmulatorOptions & { readonly sls: SlsOptions } };

/** Thrown for flags that make no sense; the message is one line for people. */
export class UsageError extends Error {}

export const helpText: string = `polylog-emulator: log services on localhost, over their real wire protocols

  --port N                 HTTP port (default 0: any free one)
  --host ADDRESS           address to listen on (default 127.0.0.1)
  --project NAME           creates a project; with --logstore, that logstore in it (default project: demo)
  --logstore NAME          creates a logstore; may be repeated
  --shards N               shards of each logstore (default 2)
  --ttl-days N             how long each logstore keeps data (default 30)
  --access-key-id ID       the access key that may call (default ${defaultAccessKey.id})
  --access-key-secret S    its secret (default ${defaultAccessKey.secret})
  --security-token TOKEN   a token that must come with it
  --accept-any             lets every request in, signed or not
  --https-key FILE         serves HTTPS, too: private key, PEM
  --https-cert FILE        and its certificate, PEM
  --https-port N           HTTPS port (default 0: any free one)
  --base-domain NAME       a host name that stands for the service; may be repeated
  --switch NAME=VALUE      an open point of the protocol; may be repeated:
${Object.entries(defaultSwitches)
  .map(([name, value]) => `                             ${name} (default ${value === '' ? 'empty' : value})`)
  .join('\n')}
  --clock-offset-ms N      how far the service's clock is ahead (default 0)
  --seed N                 seed of request ids and faults (default 1)
  --help                   this text

Prints one line of JSON when it is ready. Stops on SIGTERM and SIGINT.`;

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
  'clock-offset-ms': { type: 'string' },
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
  const seed = whole('seed', 0, 2 ** 32 - 1);
  return {
    kind: 'start',
    options: {
      sls: {
        projects: projectsOf(values.project, values.logstore, {
          shards: whole('shards', 1, 100) ?? 2,
          ttlDays: whole('ttl-days', 1, 3650) ?? 30,
        }),
        accessKeys: [
          {
            id: values['access-key-id'] ?? defaultAccessKey.id,
            secret: values['access-key-secret'] ?? defaultAccessKey.secret,
            ...(values['security-token'] === undefined ? {} : { securityToken: values['security-token'] }),
          },
        ],
        acceptAnyCredentials: values['accept-any'] ?? false,
        baseDomains: values['base-domain'] ?? [],
        switches: switchesOf(values.switch ?? []),
      },
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(port === undefined ? {} : { port }),
      ...(clockOffsetMs === undefined ? {} : { clockOffsetMs }),
      ...(seed === undefined ? {} : { seed }),
      ...(https === undefined ? {} : { https }),
    },
  };
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

function projectsOf(
  project: string | undefined,
  logstores: readonly string[] = [],
  setup: { readonly shards: number; readonly ttlDays: number },
): NonNullable<SlsOptions['projects']> {
  if (project === undefined && logstores.length === 0) return {};
  return { [project ?? 'demo']: Object.fromEntries(logstores.map((name) => [name, setup])) };
}

function switchesOf(given: readonly string[]): Partial<SlsSwitches> {
  const switches = Object.assign({}, ...given.map(parseSwitch)) as Partial<SlsSwitches>;
  try {
    resolveSwitches(switches);
    return switches;
  } catch (error) {
    throw new UsageError(`--switch: ${(error as Error).message}`);
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
