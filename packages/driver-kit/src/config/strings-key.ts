import type { ConfigKey } from '@polylog/core/driver';

/** The option `strings` of adapters that read log groups. */
export const stringsKey: ConfigKey = {
  type: 'text',
  allowed: ['safe', 'shared'],
  default: 'safe',
  description: 'What a text that is kept may hold alive: its own record, or (faster) its log group. Left out: safe.',
};
