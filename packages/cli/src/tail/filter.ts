import type { LogRecord } from '@polylog/core';
import { UsageError } from '../command-line/usage-error.js';

export type RecordFilter = (record: LogRecord) => boolean;

/** The operators, those that another one begins first. */
const FILTER = /^(?<name>[^=!~]+)(?<operator>!=|!~|=|~)(?<wanted>.*)$/s;

/**
 * `status=500`, `status!=200`, `path~^/api`, `path!~^/health`: by a field; where the record has none of that name, by what
 * it is told beside its fields (`body`, `topic`, `source`, `host`, `path`, or a tag). What is not there is no value: it
 * passes `!=` and `!~` alone. Throws {@link UsageError}.
 */
export function parseFilter(text: string): RecordFilter {
  const { name, operator, wanted = '' } = FILTER.exec(text)?.groups ?? {};
  if (name === undefined)
    throw new UsageError(
      `--filter is ${JSON.stringify(text)}; allowed: NAME=VALUE, NAME!=VALUE, NAME~REGEX, NAME!~REGEX.`,
    );
  const not = operator?.startsWith('!') === true;
  const matches = operator?.endsWith('~') ? matcher(wanted, '--filter') : (value: string) => value === wanted;
  return (record) => {
    const value = valueIn(record, name);
    return value === undefined ? not : matches(value) !== not;
  };
}

/** By a regular expression over the body and the values of all fields. Throws {@link UsageError}. */
export function parseGrep(text: string): RecordFilter {
  const matches = matcher(text, '--grep');
  return (record) => {
    if (record.body !== undefined && matches(record.body)) return true;
    for (const [, value] of record.entries()) if (matches(value)) return true;
    return false;
  };
}

function matcher(source: string, option: string): (value: string) => boolean {
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, 'u');
  } catch {
    throw new UsageError(`${option} has ${JSON.stringify(source)}, which is no regular expression of JavaScript.`);
  }
  return (value) => pattern.test(value);
}

/** What a record says under a name. */
export function valueIn(record: LogRecord, name: string): string | undefined {
  const field = record.get(name);
  if (field !== undefined) return field;
  switch (name) {
    case 'body':
    case 'topic':
    case 'source':
    case 'host':
    case 'path':
      return record[name] ?? record.tags.get(name);
    default:
      return record.tags.get(name);
  }
}
