import {
  type AttemptOptions,
  type Credentials,
  corrupt,
  type JsonObject,
  objectIn,
  objectOf,
  sendAsTold,
  sendCured,
  serviceTimeMs,
  writeJson,
} from '@polylog/driver-kit';
import type { ApiAnswer, ClsConnection, SendOptions } from './connection.js';
import { DEFAULT_TIMEOUT_MS, USER_AGENT } from './send-data.js';
import { refusals } from './service-codes.js';
import { apiFailure } from './service-failure.js';
import { tc3Authorization } from './sign-tc3.js';

const VERSION = '2020-10-16';
const CONTENT_TYPE = 'application/json';

/**
 * One action of API 3.0. `parameters` is its body; a `bigint` in it is written as a bare integer. Throws a `ServiceError`
 * for `Response.Error`, which comes with status 200; `throttled` where the action went out as often as it may within the
 * last second, without sending anything; otherwise as `sendData` does.
 */
export async function sendApi(
  connection: ClsConnection,
  action: string,
  parameters: JsonObject,
  o: SendOptions,
): Promise<ApiAnswer> {
  const body = Buffer.from(writeJson(parameters), 'utf8');
  const once = (each: AttemptOptions): Promise<ApiAnswer> =>
    sendCured(connection, refusals, (keys) => attempt(connection, { action, body }, keys, each), o.signal);
  return await sendAsTold(once, o);
}

async function attempt(
  { api, region, transport, signingClock, callLimits }: ClsConnection,
  { action, body }: { readonly action: string; readonly body: Buffer },
  credentials: Credentials,
  { signal, timeoutMs = DEFAULT_TIMEOUT_MS, sent }: AttemptOptions,
): Promise<ApiAnswer> {
  const { accessKeyId, secretAccessKey, securityToken } = credentials;
  const timestamp = Math.floor(signingClock.now() / 1000);
  const signed = { contentType: CONTENT_TYPE, host: api.host, body, timestamp, service: 'cls' };
  callLimits.take(`${api.host} ${region} ${accessKeyId}`, action);
  sent();
  const answer = await transport.send({
    lane: 'control',
    method: 'POST',
    url: `${api.origin}/`,
    headers: {
      host: api.host,
      'content-type': CONTENT_TYPE,
      'user-agent': USER_AGENT,
      'x-tc-action': action,
      'x-tc-version': VERSION,
      'x-tc-region': region,
      'x-tc-timestamp': String(timestamp),
      ...(securityToken === undefined ? {} : { 'x-tc-token': securityToken }),
      authorization: tc3Authorization(signed, accessKeyId, secretAccessKey),
    },
    body,
    signal,
    timeoutMs,
  });
  const root = objectIn(answer.body);
  const failure = apiFailure(`${action} at ${api.host}`, answer, root, credentials);
  if (failure !== undefined) throw failure;
  if (root === undefined) throw corrupt(action, `a body of ${answer.body.length} bytes that is not an object of JSON`);
  return { response: objectOf(action, root.Response), servedAtMs: serviceTimeMs(answer.headers) };
}
