/** The members of a group, as its service knows them: by name, with what each said last. Time comes in as an argument. */
export interface Roster<Said> {
  said(member: string): Said | undefined;
  /** A heartbeat: new members are taken in. */
  seen(member: string, said: Said, nowMs: number): void;
  names(): readonly string[];
  /** False where there is none of that name. */
  drop(member: string): boolean;
  /** Drops whoever has been silent for longer than the timeout. */
  dropSilent(nowMs: number): void;
  /** Names with the time of their last heartbeat. */
  lastSeenMs(): ReadonlyMap<string, number>;
}

/** `gone` is told of everybody who is dropped. */
export function createRoster<Said>(timeoutSeconds: () => number, gone: (member: string) => void): Roster<Said> {
  const members = new Map<string, { readonly said: Said; readonly seenMs: number }>();

  function drop(member: string): boolean {
    const known = members.delete(member);
    if (known) gone(member);
    return known;
  }
  return {
    said: (member) => members.get(member)?.said,
    seen: (member, said, nowMs) => {
      members.set(member, { said, seenMs: nowMs });
    },
    names: () => [...members.keys()],
    drop,
    dropSilent(nowMs) {
      for (const [member, { seenMs }] of members) {
        if (nowMs - seenMs > timeoutSeconds() * 1000) drop(member);
      }
    },
    lastSeenMs: () => new Map([...members].map(([member, { seenMs }]) => [member, seenMs])),
  };
}
