import { Agent } from 'node:http';
import { npmPackages } from '../../../scripts/peers/npm-packages.mjs';
import { region } from './python-script.js';

const sdk = '@alicloud/log';
/** Under which name `absent.md` would have it. */
export const nodeSdk = `npm: ${sdk}`;

export const nodePackages = await npmPackages(new URL('node/', import.meta.url));

/** Of what its calls take and answer, what rows need. It signs with version 1 alone, and has no cursors, pulls or groups. */
export interface NodeClient {
  createProject(project: string, data: { readonly description: string }): Promise<unknown>;
  getProject(project: string): Promise<Readonly<Record<string, unknown>>>;
  deleteProject(project: string): Promise<unknown>;
  createLogStore(project: string, logstore: string, data: object): Promise<unknown>;
  listLogStore(project: string, data?: object): Promise<Readonly<Record<string, unknown>>>;
  getLogStore(project: string, logstore: string): Promise<Readonly<Record<string, unknown>>>;
  updateLogStore(project: string, logstore: string, data: object): Promise<unknown>;
  deleteLogStore(project: string, logstore: string): Promise<unknown>;
  createIndex(project: string, logstore: string, index: object): Promise<unknown>;
  getIndexConfig(project: string, logstore: string): Promise<Readonly<Record<string, unknown>>>;
  updateIndex(project: string, logstore: string, index: object): Promise<unknown>;
  deleteIndex(project: string, logstore: string): Promise<unknown>;
  postLogStoreLogs(project: string, logstore: string, group: NodeLogGroup): Promise<unknown>;
  getLogs(project: string, logstore: string, from: Date, to: Date, data?: object): Promise<readonly object[]>;
  getHistograms(project: string, logstore: string, from: Date, to: Date, data?: object): Promise<readonly object[]>;
}

export interface NodeLogGroup {
  readonly logs: readonly {
    readonly timestamp: number;
    readonly timestampNsPart?: number;
    readonly content: Readonly<Record<string, string>>;
  }[];
  readonly tags?: readonly Readonly<Record<string, string>>[];
  readonly topic?: string;
  readonly source?: string;
}

export interface NodeKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly securityToken?: string;
}

interface Requesting {
  _request(...given: unknown[]): Promise<unknown>;
}

/** Its client, whose every name leads to this machine: each of its requests gets an agent, which its calls would take as options. */
export function nodeClient(
  require: NodeJS.Require,
  port: number,
  { accessKeyId, secretAccessKey, securityToken }: NodeKeys,
): { readonly client: NodeClient; close(): void } {
  const agent = new Agent({
    keepAlive: true,
    lookup: (_name, options, found) =>
      options.all === true ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4),
  });
  const Client: new (config: object) => Requesting = require(sdk);
  class LedClient extends Client {
    override _request(...given: unknown[]): Promise<unknown> {
      return super._request(...given.slice(0, 6), { agent });
    }
  }
  const client = new LedClient({
    endpoint: `http://${region}.log.aliyuncs.com:${port}`,
    ...{ accessKeyId, accessKeySecret: secretAccessKey, securityToken },
  });
  return { client: client as unknown as NodeClient, close: () => agent.destroy() };
}
