import { type Clock, ConsumerError } from '@polylog/core/driver';
import { type Credentials, isServiceError, type SigningClock } from '@polylog/driver-kit';
import { isUnauthenticated } from './service-codes.js';
import { createWaitingLine, type WaitingLine } from './waiting-line.js';

/**
 * Keeps wrong signatures from going out in a row: after more than five the service locks an AK for five minutes, for
 * everybody who uses it. Until a credential and a correction of the clock have had one good answer, and after a jump of the
 * wall clock, only one call is under way; later four, for keys may be revoked while they are; and after four wrong ones in a
 * row none is, for five minutes.
 */
export interface SignatureGuard {
  /**
   * Runs `attempt` when its turn has come; it signs and sends within `timeoutMs`. Whatever it throws is passed on.
   * `unauthenticated` where nothing may go out.
   */
  run<T>(credentials: Credentials, o: GuardOptions, attempt: (turn: Turn) => Promise<T>): Promise<T>;
}

export interface GuardOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Pulls and pushes. They leave a place to the others: no heartbeat waits behind them. */
  readonly movesLogs?: boolean;
}

export interface Turn {
  readonly timeoutMs: number;
  /** To be called as soon as the service has taken the signature, where the call goes on for longer. */
  accepted(): void;
}

/** One less than the service forgives: so many signatures may be wrong, or under way and not judged yet. */
const MOST_IN_A_ROW = 4;
const LOCKED_MS = 300_000;
/** Signatures are good for 15 minutes to either side. */
const JUMP_MS = 60_000;
/** All others wait for the only call under way. */
const ALONE_TIMEOUT_MS = 10_000;
/** What is wrong with a signature is said at once: a service that hangs is not to hold up everything. */
const JUDGED_AFTER_MS = 2_000;
/** Keys that are remembered before those at rest are forgotten: temporary ones change for ever. */
const MANY = 256;

/** What is known of one access key at one place. */
interface Account {
  /** Wrong signatures since the last good one. */
  inARow: number;
  /** How many there ever were: a good answer to what was sent before the last one proves nothing. */
  wrongCount: number;
  lastWrongAt: number;
  /** With what the last good answer was had. */
  proof: Proof | undefined;
  /** Calls under way whose signature the service has not judged yet. */
  unjudged: number;
  /** Those of them that move logs. */
  unjudgedMoves: number;
  readonly line: WaitingLine;
}

interface Proof {
  readonly keys: string;
  readonly offsetMs: number;
  readonly leadMs: number;
}

/** For the whole process, as the service counts by key; but simulated time has its own. */
const accountsBy = new WeakMap<Clock, Map<string, Account>>();

export function createSignatureGuard(options: {
  readonly clock: Clock;
  readonly signingClock: SigningClock;
  /** Where the keys are those of: one service's keys are nothing to another. */
  readonly place: string;
}): SignatureGuard {
  const { clock, signingClock, place } = options;
  const accounts = accountsBy.get(clock) ?? new Map<string, Account>();
  accountsBy.set(clock, accounts);

  const proofOf = (credentials: Credentials): Proof => ({
    keys: JSON.stringify([credentials.secretAccessKey, credentials.securityToken]),
    offsetMs: signingClock.offsetMs(),
    leadMs: clock.now() - clock.monotonic(),
  });
  const isProven = ({ proof }: Account, credentials: Credentials): boolean => {
    const now = proofOf(credentials);
    return (
      proof !== undefined &&
      proof.keys === now.keys &&
      proof.offsetMs === now.offsetMs &&
      Math.abs(proof.leadMs - now.leadMs) < JUMP_MS
    );
  };

  const watched = async <T>(
    account: Account,
    credentials: Credentials,
    turn: Turn,
    attempt: (turn: Turn) => Promise<T>,
  ): Promise<T> => {
    const proof = proofOf(credentials);
    const { wrongCount } = account;
    const accepted = (): void => {
      if (account.wrongCount === wrongCount) {
        account.inARow = 0;
        account.proof = proof;
      }
      turn.accepted();
    };
    try {
      const result = await attempt({ timeoutMs: turn.timeoutMs, accepted });
      accepted();
      return result;
    } catch (error) {
      if (isServiceError(error)) {
        if (isUnauthenticated(error)) {
          account.inARow++;
          account.wrongCount++;
          account.lastWrongAt = clock.monotonic();
          account.proof = undefined;
          // Before the next one in line signs.
          signingClock.correct(error, proof.offsetMs);
        } else if (error.code !== '' && TAKEN.has(error.status)) accepted();
      }
      throw error;
    }
  };

  return {
    async run(credentials, { signal, timeoutMs, movesLogs = false }, attempt) {
      const account = accountAt(accounts, `${place} ${credentials.accessKeyId}`);
      const moves = movesLogs ? 1 : 0;
      let isAlone = false;
      const tryGo = (): boolean => {
        isAlone = !isProven(account, credentials);
        if (isAlone ? account.unjudged > 0 : !mayGo(account, movesLogs)) return false;
        account.unjudged++;
        account.unjudgedMoves += moves;
        return true;
      };
      await account.line.enter(tryGo, { letsPass: movesLogs, signal });
      let isJudged = false;
      const judged = (): void => {
        if (isJudged) return;
        isJudged = true;
        account.unjudged--;
        account.unjudgedMoves -= moves;
        account.line.moveOn();
      };
      const forget = isAlone ? undefined : clock.schedule(JUDGED_AFTER_MS, judged);
      try {
        if (isAlone) checkLock(account);
        const longestMs = isAlone ? Math.min(timeoutMs, ALONE_TIMEOUT_MS) : timeoutMs;
        return await watched(account, credentials, { timeoutMs: longestMs, accepted: judged }, attempt);
      } finally {
        forget?.();
        judged();
      }
    },
  };

  function checkLock(account: Account): void {
    const waitMs = account.lastWrongAt + LOCKED_MS - clock.monotonic();
    if (waitMs <= 0) account.inARow = 0;
    if (account.inARow >= MOST_IN_A_ROW) throw tooMany(waitMs);
  }
}

/**
 * Of the places one is kept for what moves no logs, so that a heartbeat never waits behind pulls and pushes; and the last one is
 * left to those as long as they wait and have none, so that they get on whatever else is under way. Pulls and pushes go in the
 * order in which they came.
 */
function mayGo({ unjudged, unjudgedMoves, line }: Account, movesLogs: boolean): boolean {
  if (unjudged >= MOST_IN_A_ROW) return false;
  if (movesLogs) return unjudgedMoves === 0 || (unjudgedMoves < MOST_IN_A_ROW - 1 && !line.waits('first'));
  return unjudgedMoves > 0 || unjudged < MOST_IN_A_ROW - 1 || !line.waits('last');
}

/** Refusals that come only behind a good signature. */
const TAKEN: ReadonlySet<number> = new Set([400, 403, 404]);

function accountAt(accounts: Map<string, Account>, key: string): Account {
  const known = accounts.get(key);
  if (known !== undefined) return known;
  if (accounts.size >= MANY) {
    for (const [other, { inARow, unjudged }] of accounts) if (inARow === 0 && unjudged === 0) accounts.delete(other);
  }
  const account: Account = {
    inARow: 0,
    wrongCount: 0,
    lastWrongAt: Number.NEGATIVE_INFINITY,
    proof: undefined,
    unjudged: 0,
    unjudgedMoves: 0,
    line: createWaitingLine(),
  };
  accounts.set(key, account);
  return account;
}

function tooMany(waitMs: number): ConsumerError {
  return new ConsumerError(
    'unauthenticated',
    `the service has refused ${MOST_IN_A_ROW} signatures of this AK in a row, and locks it for five minutes when there are more: nothing is sent with it for ${Math.ceil(waitMs / 1000)} s. Set right what its answers said, then start again.`,
  );
}
