import type { Deviation } from '@polylog/conformance';
import type { SwitchSet } from '@polylog/emulator';

export interface SwitchValue<Switches> {
  /** `endOfCursor=never` */
  readonly title: string;
  readonly switches: Partial<Switches>;
  readonly deviates: readonly Deviation[];
}

/** What a value needs to know beside itself, by its title. */
export interface SwitchNote<Switches> {
  readonly deviates?: readonly Deviation[];
  /** Other switches, without which this value would change nothing. */
  readonly with?: Partial<Switches>;
}

/**
 * Every value of every switch that is not its default, one at a time: taken from the emulator's own data, so that none can be
 * forgotten. Those of switches that the driver is said not to see come together, which says as much of each, and costs less.
 * Throws for a note about a value that there is not.
 */
export function switchValues<Switches extends object>(
  { specs }: SwitchSet<Switches>,
  notes: Readonly<Record<string, SwitchNote<Switches>>>,
  { unseen = [] }: { readonly unseen?: readonly (keyof Switches & string)[] } = {},
): readonly SwitchValue<Switches>[] {
  const names = (Object.keys(specs) as (keyof Switches & string)[]).filter((name) => !unseen.includes(name));
  const values = names.flatMap((name) =>
    specs[name].others.map((value): SwitchValue<Switches> => {
      const title = `${name}=${String(value)}`;
      const { deviates = [], with: others } = notes[title] ?? {};
      return { title, switches: { ...others, [name]: value } as Partial<Switches>, deviates };
    }),
  );
  const unknown = Object.keys(notes).find((title) => !values.some((value) => value.title === title));
  if (unknown !== undefined) throw new Error(`There is no switch value ${unknown}.`);
  const most = Math.max(0, ...unseen.map((name) => specs[name].others.length));
  const together = Array.from({ length: most }, (_, i): SwitchValue<Switches> => {
    const found = unseen.flatMap((name) => specs[name].others.slice(i, i + 1).map((value) => [name, value] as const));
    const title = found.map(([name, value]) => `${name}=${String(value)}`).join(' ');
    return { title, switches: Object.fromEntries(found) as Partial<Switches>, deviates: [] };
  });
  return [...values, ...together];
}
