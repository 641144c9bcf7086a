import type { Deviation } from '@polylog/conformance';
import { type SlsSwitches, slsSwitches } from '@polylog/emulator';

export interface SwitchValue {
  /** `endOfCursor=never` */
  readonly title: string;
  readonly switches: Partial<SlsSwitches>;
  readonly deviates: readonly Deviation[];
}

const silently = 'the service reads on from the oldest record; the batch says what was passed over';

/** Values off the default, for each switch of the emulator; a new switch does not compile until it has some here. */
const values: { readonly [Name in keyof SlsSwitches]: readonly SlsSwitches[Name][] } = {
  balancingLagMs: [5_000],
  freeUnreported: [true],
  consumerNotMatchStatus: [403, 404],
  consumerNotExistStatus: [400],
  expiredCursor: ['ParameterInvalid', 'skip-to-oldest'],
  expiredCursorStatus: [404],
  endOfCursor: ['when-empty', 'never'],
  pullMaxBytes: [2_000],
  shortHashKey: ['pad-left', 'refuse'],
  emptyBodyContentType: ['application/json'],
  putMaxBytes: [3_000_000],
  putMaxLogs: [1_024],
  putTooLargeStatus: [400],
};

const deviations: Readonly<Record<string, readonly Deviation[]>> = {
  'expiredCursor=skip-to-oldest': [
    { test: 'read-15', reason: silently },
    { test: 'runtime-12', reason: silently },
    { test: 'runtime-13', reason: silently },
  ],
};

/** One switch at a time off its default. */
export const switchValues: readonly SwitchValue[] = Object.entries(values).flatMap(([name, others]) =>
  others.map((value) => {
    const title = `${name}=${value}`;
    if (value === slsSwitches.defaults[name as keyof SlsSwitches]) throw new Error(`${title} is the default`);
    return { title, switches: { [name]: value }, deviates: deviations[title] ?? [] };
  }),
);
