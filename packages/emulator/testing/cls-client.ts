import { frameLogGroup, parseJson, writeJson } from '@polylog/driver-kit';
import { legacyAuthorization, tc3Authorization } from '@polylog/tencent-cls/wire';
import { uncompress } from 'snappyjs';
import { type HttpAnswer, httpClient } from './http-client.js';

/** What is sent instead of what an SDK would send; `undefined` leaves a header out. */
export interface ClsCall {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** As it stands in the signature, where that is another than the one sent. */
  readonly signedHost?: string;
  readonly service?: string;
  readonly id?: string;
  readonly secret?: string;
  readonly sign?: boolean;
  /** The client's idea of now, epoch milliseconds. */
  readonly now?: () => number;
  /** Sent in place of what was signed. */
  readonly changedBody?: Uint8Array | string;
  /** As Java does, or (default) as Python does. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly search?: string;
  readonly signal?: AbortSignal;
}

export interface ClsAnswer extends HttpAnswer {
  /** Of a refusal on either plane. */
  readonly code: string | undefined;
}

export interface PulledPage {
  readonly next: bigint;
  /** `null` as it came. */
  readonly message: readonly string[] | null;
  /** Each behind its envelope of 96 bytes. */
  readonly groups: readonly Buffer[];
}

/** A client as plain as the wire. */
export interface ClsClient {
  api(action: string, fields?: object, more?: ClsCall): Promise<ClsAnswer>;
  /** The response of an action that has to succeed, int64s as bigint. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  ask(action: string, fields?: object): Promise<any>;
  upload(
    topic: string,
    groups: readonly Uint8Array[],
    more?: ClsCall & { readonly body?: Uint8Array },
  ): Promise<ClsAnswer>;
  pull(topic: string, fields: object, more?: ClsCall): Promise<ClsAnswer>;
  data(path: string, body: Uint8Array | string, contentType: string, more?: ClsCall): Promise<ClsAnswer>;
  close(): void;
}

const ENVELOPE_BYTES = 96;

/** The answer of a pull, decompressed. */
export function pulled(answer: ClsAnswer): PulledPage {
  if (answer.status !== 200) throw new Error(`pull: ${answer.status} ${answer.text}`);
  const { Response } = parseJson(Buffer.from(uncompress(answer.body)).toString()) as {
    Response: { NextOffset: number | bigint; Message: readonly string[] | null };
  };
  const { NextOffset: next, Message: message } = Response;
  const groups = (message ?? []).map((text) => Buffer.from(text, 'base64').subarray(ENVELOPE_BYTES));
  return { next: BigInt(next), message, groups };
}

export function clsClient(endpoint: string, standard: ClsCall = {}, tls: { readonly ca?: string } = {}): ClsClient {
  const url = new URL(endpoint);
  const http = httpClient(endpoint, tls);

  async function send(path: string, headers: Headers, body: Uint8Array | string, call: ClsCall): Promise<ClsAnswer> {
    const sent: Headers = { ...headers };
    for (const [name, value] of Object.entries(call.headers ?? {})) {
      if (value === undefined) delete sent[name];
      else sent[name] = value;
    }
    const { signal, changedBody = body } = call;
    const answer = await http({ method: 'POST', path, headers: sent, body: changedBody, signal });
    return { ...answer, code: answer.json?.errorcode ?? answer.json?.Response?.Error?.Code };
  }

  const client: ClsClient = {
    async api(action, fields = {}, given = {}) {
      const call = { ...standard, ...given };
      const { id = 'polylog', secret = 'polylog-emulator-secret', now = Date.now, service = 'cls', sign = true } = call;
      const body = Buffer.from(fields instanceof Uint8Array ? fields : writeJson(fields));
      const timestamp = Math.floor(now() / 1000);
      const host = call.headers?.host ?? url.host;
      const contentType = call.headers?.['content-type'] ?? 'application/json';
      const signed = { contentType, host: call.signedHost ?? host, body, timestamp, service };
      const headers = {
        host,
        'content-type': contentType,
        'x-tc-action': action,
        'x-tc-version': '2020-10-16',
        'x-tc-region': 'ap-guangzhou',
        'x-tc-timestamp': String(timestamp),
        ...(sign ? { authorization: tc3Authorization(signed, id, secret) } : {}),
      };
      return await send('/', headers, body, call);
    },
    async ask(action, fields) {
      const { code, text } = await client.api(action, fields);
      if (code !== undefined) throw new Error(`${action}: ${text}`);
      return (parseJson(text) as { Response: unknown }).Response;
    },
    upload: (topic, groups, more = {}) =>
      client.data(
        '/structuredlog',
        more.body ?? Buffer.concat(groups.map((group) => frameLogGroup(group))),
        'application/x-protobuf',
        { query: [['topic_id', topic]], ...more },
      ),
    pull: (topic, fields, more) =>
      client.data(
        '/pull_log',
        writeJson({
          StartOffset: -1,
          StartTime: 0,
          Size: 2_097_152,
          CompressType: 'snappy',
          PartitionId: 1,
          ...fields,
        }),
        'application/json',
        { query: [['topic_id', topic]], ...more },
      ),
    async data(path, body, contentType, given = {}) {
      const call = { ...standard, ...given };
      const { id = 'polylog', secret = 'polylog-emulator-secret', now = Date.now, sign = true, query = [] } = call;
      const seconds = Math.floor(now() / 1000);
      const host = call.headers?.host ?? url.host;
      const signed = {
        method: 'POST',
        path,
        query,
        headers: { 'content-type': contentType, host: call.signedHost ?? host },
        window: { from: seconds - 60, until: seconds + 300 },
      };
      const headers = {
        host,
        'content-type': contentType,
        ...(sign ? { authorization: legacyAuthorization(signed, id, secret) } : {}),
      };
      const search =
        call.search ?? new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString();
      return await send(`${path}?${search}`, headers, body, call);
    },
    close: http.close,
  };
  return client;
}

type Headers = Record<string, string>;
