import { createGroupAdmin, groupOf } from '@polylog/config';
import type { CallOptions, GroupAdmin, NewGroup } from '@polylog/core';
import { UsageError } from '../command-line/usage-error.js';
import { type ConfigInput, loadCommandConfig } from '../commands/config-options.js';
import type { Context } from '../context.js';
import { repeatCalls } from './repeat-calls.js';

export interface OpenAdmin {
  readonly admin: GroupAdmin;
  readonly call: CallOptions;
  /** The group that the configuration names, as a consumer would create it. */
  readonly configured: NewGroup | undefined;
}

/** Opens the second door of the provider that the configuration names, for one use of it. Calls are repeated as far as that does no harm. */
export async function withAdmin<T>(
  input: ConfigInput,
  context: Context,
  use: (open: OpenAdmin) => Promise<T>,
): Promise<T> {
  const config = await loadCommandConfig(input, context.output);
  const admin = repeatCalls(createGroupAdmin(config), { tell: context.output.error });
  try {
    return await use({ admin, call: { signal: context.signal }, configured: groupOf(config) });
  } finally {
    await admin.close();
  }
}

/** The group that was named, else that of the configuration. Throws {@link UsageError} where there is neither. */
export function groupNamed(named: string | undefined, { configured }: OpenAdmin): string {
  const group = named ?? configured?.name;
  if (group !== undefined) return group;
  throw new UsageError('no group is named, and the configuration reads without one. Name a GROUP.');
}
