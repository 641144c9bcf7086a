import type { Deviation } from '@polylog/conformance';
import { type SlsSwitches, slsSwitches } from '@polylog/emulator';

export interface SwitchValue {
  /** `endOfCursor=never` */
  readonly title: string;
  readonly switches: Partial<SlsSwitches>;
  readonly deviates: readonly Deviation[];
}

const silently = 'the service reads on from the oldest record; the batch says what was passed over';

const deviations: Readonly<Record<string, readonly Deviation[]>> = {
  'expiredCursor=skip-to-oldest': [
    { test: 'read-15', reason: silently },
    { test: 'runtime-12', reason: silently },
    { test: 'runtime-13', reason: silently },
  ],
};

/** One switch at a time off its default. */
export const switchValues: readonly SwitchValue[] = Object.entries(slsSwitches.specs).flatMap(([name, { others }]) =>
  others.map((value) => {
    const title = `${name}=${value}`;
    return { title, switches: { [name]: value }, deviates: deviations[title] ?? [] };
  }),
);
