import type { CallOptions, Failure } from './driver.js';
import { ConsumerError } from './errors/consumer-error.js';
import { wrapError } from './errors/wrap.js';
import type { GroupAdmin, GroupChanges, NewGroup, ResetSpec } from './group-admin.js';

/** What a provider implements of a {@link GroupAdmin}. An operation that is left out is `unsupported`. */
export type GroupAdminCalls = Partial<Omit<GroupAdmin, 'provider' | 'close' | typeof Symbol.asyncDispose>>;

export interface GroupAdminParts {
  readonly provider: string;
  readonly calls: GroupAdminCalls;
  /** As the driver's. */
  classify(error: unknown): Failure;
  close?(): Promise<void>;
}

/**
 * Makes a whole {@link GroupAdmin} of what a provider can do: checks the arguments, refuses by name what it cannot, and
 * turns whatever it throws into a `ConsumerError`.
 */
export function createGroupAdmin(parts: GroupAdminParts): GroupAdmin {
  const { provider, calls } = parts;
  let closing: Promise<void> | undefined;

  const call =
    <A extends readonly unknown[], R, O extends CallOptions>(
      operation: keyof GroupAdminCalls,
      run: ((...args: [...A, O]) => Promise<R>) | undefined,
      check: (...args: A) => string | undefined,
    ): ((...args: [...A, O]) => Promise<R>) =>
    async (...args) => {
      if (run === undefined) throw new ConsumerError('unsupported', `${provider} has no ${operation}.`);
      const options = args.at(-1) as Partial<O> | undefined;
      const signal = options?.signal;
      if (!(signal instanceof AbortSignal)) throw invalid(`${operation}: pass { signal }, an AbortSignal, at the end.`);
      const wrong = check(...(args.slice(0, -1) as unknown as A));
      if (wrong !== undefined) throw invalid(`${operation}: ${wrong}`);
      signal.throwIfAborted();
      if (closing !== undefined)
        throw new ConsumerError('aborted', `${operation}: this admin of ${provider} is closed.`);
      try {
        return await run(...args);
      } catch (error) {
        signal.throwIfAborted();
        throw wrapError(parts, error);
      }
    };

  const close = (): Promise<void> => {
    closing ??= (async () => parts.close?.())();
    return closing;
  };
  return {
    provider,
    listGroups: call('listGroups', calls.listGroups, nothing),
    describeGroup: call('describeGroup', calls.describeGroup, group),
    createGroup: call('createGroup', calls.createGroup, newGroup),
    updateGroup: call('updateGroup', calls.updateGroup, (name, changes) => group(name) ?? groupChanges(changes)),
    deleteGroup: call('deleteGroup', calls.deleteGroup, group),
    members: call('members', calls.members, group),
    checkpoints: call('checkpoints', calls.checkpoints, group),
    reset: call('reset', calls.reset, (name, spec) => group(name) ?? resetSpec(spec)),
    lag: call('lag', calls.lag, group),
    partitions: call('partitions', calls.partitions, nothing),
    splitPartition: call('splitPartition', calls.splitPartition, (id) => text('partition', id)),
    mergePartitions: call(
      'mergePartitions',
      calls.mergePartitions,
      (left, right) => text('left', left) ?? text('right', right),
    ),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const nothing = (): undefined => undefined;
const group = (name: string): string | undefined => text('group', name);

function newGroup(spec: NewGroup): string | undefined {
  return text('name', spec?.name) ?? timeout(spec.sessionTimeoutMs) ?? order(spec.order ?? 'partition');
}

function groupChanges({ sessionTimeoutMs, order: wanted, streams }: GroupChanges): string | undefined {
  if (sessionTimeoutMs === undefined && wanted === undefined && streams === undefined)
    return 'the changes are empty. Name sessionTimeoutMs, order or streams.';
  return (sessionTimeoutMs === undefined ? undefined : timeout(sessionTimeoutMs)) ?? order(wanted ?? 'partition');
}

/** `dryRun` has no default: a misspelt one must not write. */
function resetSpec({ dryRun, to, partitions }: ResetSpec): string | undefined {
  if (typeof dryRun !== 'boolean') return `dryRun is ${shown(dryRun)}; allowed: true to look, false to write.`;
  if (partitions !== undefined && !(Array.isArray(partitions) && partitions.every((id) => typeof id === 'string')))
    return `partitions is ${shown(partitions)}; allowed: a list of ids. Leave it out for all.`;
  if (to === 'earliest' || to === 'latest') return undefined;
  if (typeof to === 'object' && to !== null) {
    if ('positions' in to) return resetPositions(to.positions, partitions);
    if (Number.isFinite(to.epochMs)) return undefined;
  }
  return `to is ${shown(to)}; allowed: "earliest", "latest", { epochMs }, { positions: { [partition]: position } }.`;
}

function resetPositions(positions: unknown, partitions: unknown): string | undefined {
  if (partitions !== undefined) return 'to.positions names the partitions already. Leave partitions out.';
  if (typeof positions !== 'object' || positions === null)
    return `to.positions is ${shown(positions)}; allowed: { [partition]: position }.`;
  for (const [id, position] of Object.entries(positions)) {
    const wrong = text(`the position of partition ${JSON.stringify(id)}`, position);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function text(field: string, value: unknown): string | undefined {
  return typeof value === 'string' && value !== ''
    ? undefined
    : `${field} is ${shown(value)}; allowed: a text that is not empty.`;
}

function timeout(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return undefined;
  return `sessionTimeoutMs is ${shown(value)}; allowed: milliseconds, more than 0.`;
}

function order(value: unknown): string | undefined {
  return value === 'partition' || value === 'lineage'
    ? undefined
    : `order is ${shown(value)}; allowed: "partition", "lineage".`;
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? 'an object'
    : (JSON.stringify(value)?.slice(0, 80) ?? String(value));
}

function invalid(message: string): ConsumerError {
  return new ConsumerError('invalid-argument', message);
}
