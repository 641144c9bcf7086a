import { isClientError } from '@polylog/driver-kit';
import { expect } from 'vitest';
import { recorded } from './recorded.js';

/** What the calls need to know of what is there: cursors, mostly. */
export type Facts = Readonly<Record<string, string>>;

/** A method of an official SDK beside ours. */
export interface WalkedPair<Client, Place, Call> {
  /** As `client.logstores.list`. */
  readonly ours: string;
  /** What is there before. What it answers is told to `calls`, and must be the same on both sides. */
  readonly given?: (place: Place) => Promise<Facts> | Promise<void>;
  /** Each is made on both sides, one after the other, and the two answers are compared. */
  readonly calls: (facts: Facts) => readonly Call[];
  /** What an answer of the SDK says, in the words of ours. Absent: it says nothing. */
  // biome-ignore lint/suspicious/noExplicitAny: what a script has made of an object of the SDK.
  readonly inOurWords?: (answer: any) => unknown;
  /** What is there afterwards, asked of both sides by our client: the whole proof of a method that answers nothing. */
  readonly after?: (client: Client, facts: Facts) => Promise<unknown>;
}

/** One side: an emulator that is the same as the other's, and our client for it. */
export interface WalkedPlace<Client> {
  readonly client: Client;
  stop(): Promise<void>;
}

/** What a call of the SDK came to; of a refusal, all that the SDK tells. */
export type TheirOutcome =
  | { readonly answer: unknown }
  | { readonly refused: { readonly code: string; readonly status?: number } };

/**
 * Calls both methods on two places that begin alike, and compares answers, refusals, and how the two end. `sameFor` makes equal
 * what may differ, such as ids that each place makes up.
 */
export async function walkPair<
  Client extends object,
  Place extends WalkedPlace<Client>,
  Call extends { readonly ours: (client: Client) => PromiseLike<unknown> },
>(
  pair: WalkedPair<Client, Place, Call>,
  start: () => Promise<Place>,
  ask: (place: Place, call: Call) => Promise<TheirOutcome>,
  sameFor: (value: unknown) => unknown = (value) => value,
): Promise<void> {
  const sides = await Promise.all([start(), start()]);
  const [theirs, mine] = sides;
  try {
    const [facts, same] = [await pair.given?.(theirs), await pair.given?.(mine)];
    expect(facts, 'the two sides begin alike').toEqual(same);
    const { client, called } = recorded(mine.client);
    let answers = 0;
    for (const call of pair.calls(facts ?? {})) {
      const outcome = await ask(theirs, call);
      const own = await outcomeOf(() => call.ours(client));
      if ('refused' in outcome) expect(own).toMatchObject(outcome);
      else {
        expect(sameFor(own)).toEqual(sameFor({ answer: inOurWords(pair, outcome.answer) }));
        answers += 1;
      }
    }
    expect(answers, 'not all are refused').toBeGreaterThan(0);
    expect([...called]).toEqual([pair.ours]);
    if (pair.inOurWords === undefined) expect(pair.after).toBeDefined();
    const [left, right] = [
      await pair.after?.(theirs.client, facts ?? {}),
      await pair.after?.(mine.client, facts ?? {}),
    ];
    expect(sameFor(right), 'the two sides end alike').toEqual(sameFor(left));
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
  }
}

/** What ours answers, or how it is refused, by the service. */
async function outcomeOf(make: () => PromiseLike<unknown>): Promise<object> {
  try {
    return { answer: await make() };
  } catch (error) {
    if (!isClientError(error) || error.serviceCode === undefined) throw error;
    return { refused: { code: error.serviceCode, status: error.status } };
  }
}

function inOurWords<Client, Place, Call>(pair: WalkedPair<Client, Place, Call>, answer: unknown): unknown {
  if (pair.inOurWords !== undefined) return pair.inOurWords(answer);
  expect(answer, 'it answers nothing').toBeOneOf(['', null]);
  return undefined;
}
