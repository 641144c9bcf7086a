import { ConsumerError } from '@polylog/core/driver';
import {
  asObject,
  classifyTransportError,
  codeOfStatus,
  hostOf,
  isTransportError,
  type JsonObject,
  objectIn,
  oneLine,
  parseAddress,
  type Transport,
  type TransportResponse,
} from '@polylog/driver-kit';

/** What the SDK asks its client to send. */
export interface IamRequest {
  readonly method: 'GET' | 'POST';
  /** A path, with or without a slash in front. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
  /** Names of headers that the answer is to have as fields. */
  readonly responseHeaders?: readonly string[];
}

/** As much of the SDK's client as its credentials use, by its shape. */
export interface IamClient {
  overrideEndpoints(endpoints: readonly string[]): IamClient;
  withCredential(credential: undefined): IamClient;
  sendRequest(request: IamRequest): Promise<JsonObject>;
}

/** Where requests go, and what became of them. */
export interface IamSettings {
  readonly transport: Transport;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** The SDK wraps what its client throws into a text; so it is also told here. */
  onFailure(error: unknown): void;
}

/**
 * Stands in for the SDK's own client, which trusts every certificate, knows neither a signal nor a time limit, and prints
 * each request that fails with its `Authorization`, here the identity token.
 */
export function iamClient(settings: IamSettings, endpoint = ''): IamClient {
  const client: IamClient = {
    overrideEndpoints: ([first = '']) => iamClient(settings, first),
    withCredential: () => client,
    async sendRequest(request) {
      try {
        return await send(settings, endpoint, request);
      } catch (error) {
        settings.onFailure(error);
        throw error;
      }
    },
  };
  return client;
}

async function send(
  { transport, signal, timeoutMs }: IamSettings,
  endpoint: string,
  request: IamRequest,
): Promise<JsonObject> {
  const address = parseAddress(endpoint, (what) => new ConsumerError('invalid-argument', `the IAM endpoint ${what}.`));
  const path = request.url.replace(/^\/*/, '/');
  const body = Buffer.from(JSON.stringify(request.data));
  let answer: TransportResponse;
  try {
    answer = await transport.send({
      ...{ lane: 'control', method: request.method, url: `${address.scheme}://${hostOf(address)}${path}` },
      ...{ headers: namesInLowerCase(request.headers), body, signal, timeoutMs },
    });
  } catch (error) {
    signal.throwIfAborted();
    throw isTransportError(error)
      ? new ConsumerError(classifyTransportError(error).code, `IAM: ${error.message}`, { cause: error })
      : error;
  }
  if (answer.status >= 300) throw refused(answer, request.headers);
  const told = (request.responseHeaders ?? []).map((name) => [name, answer.headers[name.toLowerCase()]]);
  return { ...objectIn(answer.body), ...Object.fromEntries(told) };
}

/** `{ error: { code, message } }` or `{ error_code, error_msg }`; without the tokens that were sent, should they be repeated. */
function refused({ status, body }: TransportResponse, sent: Readonly<Record<string, string>>): ConsumerError {
  const root = objectIn(body) ?? {};
  const inner = asObject(root.error) ?? {};
  const code = inner.code ?? root.error_code ?? '';
  const message = inner.message ?? root.error_msg ?? '';
  const said = [code, message].filter((part) => part !== '').join(': ');
  const text = Object.values(sent)
    .map((value) => value.replace(/^Bearer /, ''))
    .filter((value) => value.length > 20)
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), said);
  return new ConsumerError(codeOfStatus(status), `IAM: status ${status}${text && `, ${oneLine(text)}`}`);
}

function namesInLowerCase(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
