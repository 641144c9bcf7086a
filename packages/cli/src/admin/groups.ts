import { type CallOptions, type GroupAdmin, type GroupInfo, type GroupMember, isConsumerError } from '@polylog/core';
import type { Context } from '../context.js';
import { printJson, printTable } from '../output/print.js';
import { printable } from '../output/printable.js';
import { durationText, timeText } from '../values/time-text.js';
import { activityText, activityWarning } from './activity-text.js';
import { confirm } from './confirm.js';
import { groupNamed, type OpenAdmin } from './open-admin.js';

export async function listGroups({ admin, call }: OpenAdmin, json: boolean, { output }: Context): Promise<number> {
  const groups = await admin.listGroups(call);
  if (json) printJson(output, groups);
  else if (groups.length === 0) output.error('polylog: there are no groups.');
  else {
    printTable(
      output,
      [{ title: 'GROUP' }, { title: 'SESSION', align: 'right' }, { title: 'ORDER' }, { title: 'STREAMS' }],
      groups.map((group) => [group.name, sessionText(group), group.order ?? '-', group.streams.join(', ')]),
    );
  }
  return 0;
}

export async function describeGroup(
  open: OpenAdmin,
  { group: named, json }: { readonly group: string | undefined; readonly json: boolean },
  { output }: Context,
): Promise<number> {
  const { admin, call } = open;
  const name = groupNamed(named, open);
  const group = await admin.describeGroup(name, call);
  const members = await membersOf(admin, name, call);
  const checkpoints = await admin.checkpoints(name, call);
  if (json) {
    printJson(output, { ...group, ...(members !== undefined && { members }), checkpoints });
    return 0;
  }
  const facts = [
    ['group', group.name],
    ['session', sessionText(group)],
    ['order', group.order ?? '-'],
    ['streams', group.streams.join(', ')],
    ['members', activityText(group.activity)],
    ...(members ?? []).map((member) => ['', `${member.name}: ${member.partitions.join(', ') || 'no partitions'}`]),
  ] as const;
  for (const [title = '', text = ''] of facts) output.line(`${title.padEnd(9)}${printable(text)}`);
  output.line('');
  printTable(
    output,
    [{ title: 'PARTITION' }, { title: 'CHECKPOINT' }, { title: 'SAVED' }, { title: 'BY' }],
    checkpoints.map(({ partition, checkpoint }) => [
      partition,
      checkpoint === undefined ? '-' : `${checkpoint.position}${checkpoint.proven ? '' : ' (or none)'}`,
      checkpoint?.savedAtMs === undefined ? '-' : timeText(checkpoint.savedAtMs),
      checkpoint?.savedBy ?? '-',
    ]),
  );
  return 0;
}

export async function createGroup(
  { admin, call, configured }: OpenAdmin,
  {
    name,
    sessionTimeoutMs = configured?.sessionTimeoutMs ?? 30_000,
    order = configured?.order,
  }: {
    readonly name: string;
    readonly sessionTimeoutMs: number | undefined;
    readonly order: 'partition' | 'lineage' | undefined;
  },
  { output }: Context,
): Promise<number> {
  await admin.createGroup({ name, sessionTimeoutMs, ...(order !== undefined && { order }) }, call);
  output.line(`created ${printable(name)}`);
  return 0;
}

export async function deleteGroup(
  { admin, call }: OpenAdmin,
  { group, yes }: { readonly group: string; readonly yes: boolean },
  context: Context,
): Promise<number> {
  const { output } = context;
  const { activity } = await admin.describeGroup(group, call);
  const warning = activityWarning(activity, 'stops with an error');
  if (warning !== undefined) output.error(`warning: ${warning}`);
  const name = printable(group);
  if (!(await confirm(`Delete the group ${name} and all its checkpoints?`, yes, context))) {
    output.error('polylog: nothing was deleted.');
    return 1;
  }
  await admin.deleteGroup(group, call);
  output.line(`deleted ${name}`);
  return 0;
}

/** Undefined where the service keeps them to itself. */
async function membersOf(
  admin: GroupAdmin,
  group: string,
  call: CallOptions,
): Promise<readonly GroupMember[] | undefined> {
  try {
    return await admin.members(group, call);
  } catch (error) {
    if (isConsumerError(error) && error.code === 'unsupported') return undefined;
    throw error;
  }
}

function sessionText({ sessionTimeoutMs }: GroupInfo): string {
  return sessionTimeoutMs === undefined ? '-' : durationText(sessionTimeoutMs);
}
