import { parseJson, writeJson } from '@polylog/driver-kit';
import { CommonClient } from 'tencentcloud-sdk-nodejs/tencentcloud/common/index.js';
import { pythonWithClsApi } from '../../../scripts/peers/python.mjs';
import { credentials, region } from '../../end-to-end/emulated-topics.js';
import { type AnsweringScript, startAnswering } from '../answering-script.js';
import type { Peer } from '../peer.js';
import type { Told } from '../script.js';
import { startPython } from './python-script.js';
import { goSdk, javaSdk, startProgramApi } from './sdk-programs.js';

/** What an action of API 3.0 answers, without its request id; or how it is refused. 64-bit integers are exact. */
export type ApiOutcome =
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered.
  { readonly answer: any } | { readonly refused: { readonly code: string; readonly message: string } };

/** A general SDK of the vendor at work, for any number of calls to any number of emulators. */
export interface OpenApi {
  /** `bytes`: beside what a body of JSON says of them. Only the Python SDK's models have an action that takes some. */
  call(endpoint: string, action: string, body: object, bytes?: Buffer): Promise<ApiOutcome>;
  stop(): Promise<void>;
}

/** A general SDK of the vendor, which makes calls of API 3.0. */
export interface ApiSdk {
  readonly language: 'Go' | 'Java' | 'Node' | 'Python';
  /** Under which name `absent.md` would have it. */
  readonly sdk: string;
  readonly peer: Peer;
  /** Whether it reads 64-bit integers as what they are. */
  readonly exact: boolean;
  /** Only where the peer is ready. */
  open(): OpenApi;
}

const python = await pythonWithClsApi();

export const pythonApi: ApiSdk = {
  language: 'Python',
  sdk: 'pypi: tencentcloud-sdk-python-cls',
  peer: python,
  exact: true,
  open() {
    if (python.kind === 'absent') throw new Error(python.reason);
    const settings = { endpoint: '', ...credentials, region };
    return asked(
      startAnswering('python-api/api.py', (listen) =>
        startPython(python.python, 'python-api/api.py', { ...settings, listen }),
      ),
    );
  },
};

const programs = [
  { ...goSdk, sdk: 'go: github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common' },
  { ...javaSdk, sdk: 'maven: com.tencentcloudapi:tencentcloud-sdk-java-cls' },
].map(
  ({ language, sdk, peer }): ApiSdk => ({
    ...{ language, sdk, peer, exact: true },
    open() {
      if (peer.kind === 'absent') throw new Error(peer.reason);
      return asked(startAnswering(`the ${language} program`, (listen) => startProgramApi(peer.command, listen)));
    },
  }),
);

const nodeApi: ApiSdk = {
  language: 'Node',
  sdk: 'npm: tencentcloud-sdk-nodejs',
  peer: { kind: 'ready' },
  // It writes them exactly, and reads them as doubles.
  exact: false,
  open: () => ({
    async call(endpoint, action, body) {
      const { accessKeyId: secretId, secretAccessKey: secretKey } = credentials;
      const client = new CommonClient('cls.tencentcloudapi.com', '2020-10-16', {
        ...{ credential: { secretId, secretKey }, region },
        profile: { httpProfile: { protocol: 'http://', endpoint: new URL(endpoint).host } },
      });
      try {
        return answered(await client.request(action, body));
      } catch (error) {
        const { code, message } = error as { readonly code?: string; readonly message: string };
        if (code === undefined) throw error;
        return { refused: { code, message } };
      }
    },
    stop: async () => undefined,
  }),
};

export const apiSdks: readonly ApiSdk[] = [pythonApi, ...programs, nodeApi];

/** Bodies go through the scripts as texts, for no JSON between to change them. */
function asked({ ask, stop }: AnsweringScript): OpenApi {
  return {
    async call(endpoint, action, body, bytes) {
      const address = new URL(endpoint).host;
      const beside = bytes === undefined ? {} : { bytes: bytes.toString('base64') };
      return outcomeOf(await ask({ address, action, body: writeJson(body), ...beside }));
    },
    stop,
  };
}

function outcomeOf({ kind, body, code, message }: Told): ApiOutcome {
  return kind === 'answer' ? answered(parseJson(body) as object) : { refused: { code, message } };
}

function answered(body: object): ApiOutcome {
  const { RequestId: _, ...answer } = body as Readonly<Record<string, unknown>>;
  return { answer };
}
