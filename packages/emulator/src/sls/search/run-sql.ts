import { SlsError } from '../error.js';
import type { FoundLog } from './found-log.js';

export interface SqlResult {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** All the SQL there is so far: `select count(*)`, with or without a name. */
export function runSql(sql: string, logs: readonly FoundLog[]): SqlResult {
  const match = /^select\s+count\s*\(\s*[*1]\s*\)(?:\s+(?:as\s+)?"?([A-Za-z_]\w*)"?)?\s*$/i.exec(sql);
  if (!match) {
    throw new SlsError(400, 'ParameterInvalid', `the emulator knows no SQL but "select count(*) [as name]": ${sql}`);
  }
  const column = match[1] ?? '_col0';
  return { columns: [column], rows: [{ [column]: String(logs.length) }] };
}
