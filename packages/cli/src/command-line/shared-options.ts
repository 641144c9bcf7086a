/** Where a command's configuration comes from. */
export const configOptions = {
  config: {
    type: 'text',
    value: 'FILE',
    file: true,
    description: 'the configuration (default: polylog.config.* of this folder)',
  },
  provider: {
    type: 'text',
    value: 'NAME',
    values: ['alibaba-sls', 'tencent-cls', 'huawei-lts'],
    description: 'takes another section than the file says',
  },
} as const;

export const jsonOption = {
  json: { type: 'flag', description: 'prints JSON for programs instead of a table' },
} as const;

/** For what cannot be taken back. */
export const yesOption = { yes: { type: 'flag', description: 'does not ask' } } as const;
