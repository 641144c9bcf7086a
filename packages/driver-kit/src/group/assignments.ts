import type { Assignment } from '@polylog/core/driver';

/** Makes an assignment of each heartbeat's answer, by comparing it with what was held and with the answer before. */
export function createAssignments(): (
  holding: readonly string[],
  answer: readonly string[],
  sessionTimeoutMs: number,
) => Assignment {
  let before: ReadonlySet<string> = new Set();
  return (holding, answer, sessionTimeoutMs) => {
    const given = new Set(answer);
    const isSame = given.size === before.size && [...given].every((id) => before.has(id));
    before = given;
    return { partitions: [...given], sessionTimeoutMs, moving: !isSame || holding.some((id) => !given.has(id)) };
  };
}
