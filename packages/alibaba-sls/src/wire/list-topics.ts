import { listOf, type Page, textOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { headerText } from './header-text.js';
import { jsonOf } from './json-answer.js';
import { type LogstoreRef, logstorePath } from './logstore-ref.js';
import { send } from './send.js';

/** One page of the topics in a logstore, sorted; the next one begins at a token, which is a topic (ListTopics). */
export async function listTopics(
  connection: SlsConnection,
  request: LogstoreRef & { readonly token: string; readonly line: number },
  o: SendOptions,
): Promise<Page<string, string>> {
  const call = 'ListTopics';
  const query = [
    ['type', 'topic'],
    ['token', request.token],
    ['line', String(request.line)],
  ] as const;
  const { project } = request;
  const response = await send(connection, { call, method: 'GET', project, path: logstorePath(request), query }, o);
  const items = listOf(call, jsonOf(call, response)).map((topic) => textOf(call, { topic }, 'topic'));
  const next = headerText(response.headers['x-log-nexttoken']);
  return { items, ...(next !== '' && items.length > 0 && { next }) };
}
