import type { GroupActivity } from '@polylog/core';

/** Whether somebody is at work in a group, in one line. */
export function activityText(activity: GroupActivity): string {
  switch (activity.kind) {
    case 'idle':
      return 'no members';
    case 'active':
      return `at work: ${activity.members.join(', ')}`;
    case 'unknown':
      return activity.savedLately.length === 0
        ? 'not known: the service lists no members'
        : `most likely at work, for they have saved lately: ${activity.savedLately.join(', ')}`;
    default:
      return activity satisfies never;
  }
}

/**
 * What is to be said before checkpoints are written or deleted; undefined where nobody is at work.
 * @param consequence what happens to those who are: `goes on …`
 */
export function activityWarning(activity: GroupActivity, consequence: string): string | undefined {
  if (activity.kind === 'idle') return undefined;
  const found =
    activity.kind === 'unknown' && activity.savedLately.length === 0
      ? 'the service lists no members, so it cannot be excluded that some are at work'
      : `members are ${activityText(activity)}`;
  return `${found}. Stop all of them first: who is at work ${consequence}.`;
}
