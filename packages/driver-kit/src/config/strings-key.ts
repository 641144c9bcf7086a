import type { ConfigKey } from '@polylog/core/driver';

/** The option `strings`. */
export const stringsKey: ConfigKey = {
  type: 'text',
  allowed: ['safe', 'shared'],
  default: 'safe',
  description:
    'What a text that is kept may hold alive: its own record, or (faster) the records around it. Left out: safe.',
};
