import type { ExpectedRecord, ExpectedValue } from '../log-groups/expected-record.js';
import type { PlainAnswer } from './plain-answer.js';
import type { PlainObject, PlainValue } from './plain-json.js';

const NS_PER_MS = 1_000_000n;

/** Of the service and its collectors (page on the protocol, section 7). */
const SERVICE_LABELS = [
  ...['__time__', 'collectTime', 'lineNum'],
  ...['category', 'hostName', 'hostIP', 'hostIPv6', 'hostId', 'pathFile', 'clusterName', 'clusterId', 'nameSpace'],
  ...['podName', 'podIp', 'containerName', 'appName', 'serviceID'],
];

export const recordId = (index: number): string => `record ${index}`;

export function expectedLabels({ logs }: PlainAnswer): ExpectedRecord[] {
  return logs.map((members, index) => {
    const values = valuesOf(members);
    const textOf = (name: string): string | undefined => values.get(name)?.text;
    return {
      id: recordId(index),
      timeNs: timeOf(textOf),
      entries: members.map(([name, value]) => [name.text, labelText(value)]),
      values,
      body: textOf('log_content') ?? textOf('content'),
      metadata: {
        topic: undefined,
        source: textOf('hostIP'),
        host: textOf('hostName'),
        path: textOf('pathFile'),
        tags: [...values].flatMap(([name, { text }]) => (SERVICE_LABELS.includes(name) ? [[name, text] as const] : [])),
      },
    };
  });
}

/** The first of each name. */
function valuesOf(members: PlainObject['members']): ReadonlyMap<string, ExpectedValue> {
  const values = new Map<string, ExpectedValue>();
  for (const [{ text: name }, value] of members) {
    if (!values.has(name)) values.set(name, { text: labelText(value), bytes: labelBytes(value) });
  }
  return values;
}

/** Texts as they read, all else as it is written. */
function labelText(value: PlainValue): string {
  return value.kind === 'text' ? value.text : value.source.toString('utf8');
}

function labelBytes(value: PlainValue): Buffer {
  if (value.kind !== 'text') return value.source;
  return value.hasEscapes ? Buffer.from(value.text) : value.source.subarray(1, -1);
}

/** In `__time__` in milliseconds; in `lineNum` in nanoseconds, where that is of the same millisecond; else when it was collected. */
function timeOf(textOf: (name: string) => string | undefined): bigint {
  const [time, line, collected] = ['__time__', 'lineNum', 'collectTime'].map((name) => {
    const text = textOf(name) ?? '';
    return /^[0-9]{1,19}$/.test(text) ? BigInt(text) : undefined;
  });
  if (time === undefined) return line ?? (collected ?? 0n) * NS_PER_MS;
  return line !== undefined && line / NS_PER_MS === time ? line : time * NS_PER_MS;
}
