import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { startMember } from '../../../examples/demo/dist/member-process.js';
import { goProgram } from '../../../scripts/peers/go-program.mjs';
import { javaProgram } from '../../../scripts/peers/java-program.mjs';
import { credentials, logstore, project } from '../../end-to-end/emulated-log.js';
import { type ProgramPeer, programPeer } from '../peer.js';
import { runScript, type ScriptOptions, startScript, type Told } from '../script.js';
import { scriptMember } from '../script-member.js';
import { overHttp, region } from './python-script.js';
import { startSocks } from './socks.js';

/** The vendor's SDK in a language that has to be built, behind a program of ours; both obey the same commands. */
export interface SdkProgram {
  readonly language: 'Go' | 'Java';
  /** Under which name `absent.md` would have it. */
  readonly sdk: string;
  readonly peer: ProgramPeer;
  /** The newest that its consumer has; its client has v1 and v4. */
  readonly consumerSignature: 'v1' | 'v4';
  /** Ways to get there are kept open until `stop`. */
  open(command: readonly [string, ...string[]]): Promise<OpenSdk>;
}

export interface OpenSdk {
  /** Runs a command to its end and gives what it told; rejects with its last words where it fails. */
  run(command: Command, settings: CommandSettings): Promise<readonly Told[]>;
  /** Starts the SDK's consumer as a process that takes and tells what a member of ours does. */
  member(signature: 'v1' | 'v4'): typeof startMember;
  stop(): Promise<void>;
}

export type Command = 'calls' | 'put' | 'pull' | 'produce';
/** `endpoint` is the emulator's; the program hears of a region. The rest goes over the defaults. */
export type CommandSettings = { readonly endpoint: string } & Readonly<Record<string, unknown>>;

/** What leads a program to `endpoint`, though it goes to the names of a region. */
type WayTo = (endpoint: string) => { readonly endpoint: string; readonly environment: Record<string, string> };

const defaults = { ...credentials, project, logstore, region, signature: 'v1', compression: 'lz4' };

/** Names that Java's programs find. */
const projects = [project, 'made-by-sdk', 'made-by-ours'];

const go: SdkProgram = {
  language: 'Go',
  sdk: 'go: github.com/aliyun/aliyun-log-go-sdk',
  peer: await programPeer(() => goProgram(new URL('go/', import.meta.url))),
  consumerSignature: 'v4',
  open: async (command) => openSdk(command, (endpoint) => withEnvironment(overHttp(endpoint)), nothing),
};

const java: SdkProgram = {
  language: 'Java',
  sdk: 'maven: com.aliyun.openservices:aliyun-log',
  peer: await programPeer(() => javaProgram(new URL('java/', import.meta.url), 'Main')),
  consumerSignature: 'v1',
  async open(command) {
    const [socks, folder] = await Promise.all([startSocks(), mkdtemp(join(tmpdir(), 'polylog-names-'))]);
    const hosts = join(folder, 'hosts');
    const service = `${region}.log.aliyuncs.com`;
    const names = ['', ...projects.map((name) => `${name}.`)].map((prefix) => prefix + service);
    await writeFile(hosts, `127.0.0.1 ${names.join(' ')}\n`);
    // The SDK takes no port in an endpoint, and its consumer and its producer no proxy: the virtual machine has one for it.
    const flags = [
      `-Djdk.net.hosts.file=${hosts}`,
      `-DsocksProxyHost=127.0.0.1 -DsocksProxyPort=${socks.port} -DsocksNonProxyHosts=`,
    ];
    const way: WayTo = (endpoint) => {
      socks.leadTo(Number(new URL(endpoint).port));
      return { endpoint: service, environment: { JDK_JAVA_OPTIONS: flags.join(' ') } };
    };
    return openSdk(command, way, async () => {
      await socks.stop();
      await rm(folder, { recursive: true, force: true });
    });
  },
};

export const sdkPrograms: readonly SdkProgram[] = [go, java];

function openSdk(command: readonly [string, ...string[]], way: WayTo, stop: () => Promise<void>): OpenSdk {
  const options = ({ endpoint, ...settings }: CommandSettings): ScriptOptions => {
    const { environment, endpoint: named } = way(endpoint);
    return { settings: { ...defaults, endpoint: named, ...settings }, environment };
  };
  return {
    run: (name, settings) => runScript([...command, name], options(settings)),
    member:
      (signature) =>
      ({ endpoint, member, sessionTimeoutMs, checkpointEveryMs, workMs, ...log }, tell) =>
        scriptMember(member, tell, (listen) =>
          startScript([...command, 'worker'], {
            ...options({
              ...{ ...log, endpoint, member, signature },
              heartbeatSeconds: sessionTimeoutMs / 2_000,
              timeoutSeconds: sessionTimeoutMs / 1_000,
              checkpointEverySeconds: checkpointEveryMs / 1_000,
              workSeconds: workMs / 1_000,
            }),
            listen,
          }),
        ),
    stop,
  };
}

const withEnvironment = (way: {
  readonly endpoint: string;
  readonly environment: Readonly<Record<string, string>>;
}) => ({
  ...way,
  environment: { ...way.environment },
});
const nothing = (): Promise<void> => Promise.resolve();
