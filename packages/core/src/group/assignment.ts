/** What an answer changes, compared with what the heartbeat said was held when it was sent. */
export interface AssignmentChange {
  readonly added: readonly string[];
  readonly kept: readonly string[];
  readonly removed: readonly string[];
}

export function assignmentChange(sent: readonly string[], answered: readonly string[]): AssignmentChange {
  const before = new Set(sent);
  const after = new Set(answered);
  return {
    added: [...after].filter((id) => !before.has(id)),
    kept: [...after].filter((id) => before.has(id)),
    removed: [...before].filter((id) => !after.has(id)),
  };
}
