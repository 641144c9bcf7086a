import { readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { orAbsent } from '../../scripts/peers/tool.mjs';
import { type Absences, parseAbsences } from './absences.js';

/** A vendor's library, or what runs it, on this machine. */
export type Peer = { readonly kind: 'ready' } | { readonly kind: 'absent'; readonly reason: string };

export type PeerVerdict = { readonly kind: 'run' } | { readonly kind: 'skip' | 'fail'; readonly reason: string };

/**
 * Whether the rows that need a peer run, are skipped, or fail. A laptop may lack it; CI may not, unless its registry does not
 * have the package: then `absent.md` holds the proof, and only as long as that is so.
 */
export function judgePeer(
  name: string,
  peer: Peer,
  { ci, absences }: { ci: boolean; absences: Absences },
): PeerVerdict {
  const answer = absences.get(name);
  if (peer.kind === 'ready') {
    if (answer === undefined) return { kind: 'run' };
    return { kind: 'fail', reason: `${name} is here, but absent.md says that it is not to be had.` };
  }
  if (answer !== undefined)
    return { kind: 'skip', reason: `${name} is not to be had: ${answer.replaceAll('\n', ' ')}` };
  return { kind: ci ? 'fail' : 'skip', reason: `${name} is missing: ${peer.reason}` };
}

/** A program in a vendor's language, as the start of its command. */
export type ProgramPeer =
  | { readonly kind: 'ready'; readonly command: readonly [string, ...string[]] }
  | { readonly kind: 'absent'; readonly reason: string };

/** What `build` makes, unless a tool that it needs is not here, or a registry does not answer. */
export async function programPeer(build: () => Promise<[string, ...string[]]>): Promise<ProgramPeer> {
  const built = await orAbsent(async () => ({ command: await build() }));
  return 'absent' in built ? { kind: 'absent', reason: built.absent } : { kind: 'ready', ...built };
}

/** The absences that this checkout admits. */
export function admittedAbsences(): Absences {
  return parseAbsences(readFileSync(new URL('./absent.md', import.meta.url), 'utf8'));
}

/** What `peer` is, is known while the file is collected, so that a row that is skipped counts as skipped. */
export function describeWithPeer<Found extends Peer>(
  title: string,
  name: string,
  peer: Found,
  rows: (ready: Extract<Found, { kind: 'ready' }>) => void,
): void {
  const verdict = judgePeer(name, peer, { ci: process.env.CI === 'true', absences: admittedAbsences() });
  if (verdict.kind === 'run') {
    describe(title, () => rows(peer as Extract<Found, { kind: 'ready' }>));
    return;
  }
  if (verdict.kind === 'fail') {
    test(title, () => {
      throw new Error(verdict.reason);
    });
    return;
  }
  console.log(`${title}: skipped. ${verdict.reason}`);
  test.skip(`${title} (${verdict.reason})`);
}
