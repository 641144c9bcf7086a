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
 * Every value of every switch that a consumer can see and that is not its default, one at a time: taken from the emulator's own
 * data, so that none can be forgotten. Switches that are named together, because none has to do with another, are turned
 * together: the first value of each, then the second. Throws for a note about a value that there is not.
 */
export function switchValues<Switches extends object>(
  { specs }: SwitchSet<Switches>,
  notes: Readonly<Record<string, SwitchNote<Switches>>>,
  together: readonly (readonly (keyof Switches & string)[])[] = [],
): readonly SwitchValue<Switches>[] {
  type Name = keyof Switches & string;
  const alone = (Object.keys(specs) as Name[]).filter(
    (name) => !specs[name].administrative && !together.flat().includes(name),
  );
  const unknown = new Set(Object.keys(notes));

  const runOf = (names: readonly Name[], index: number): SwitchValue<Switches> => {
    const turned = names.flatMap((name) =>
      specs[name].others.slice(index, index + 1).map((value) => ({ name, value, title: `${name}=${String(value)}` })),
    );
    for (const { title } of turned) unknown.delete(title);
    const noted = turned.map(({ title }) => notes[title] ?? {});
    const values = Object.fromEntries(turned.map(({ name, value }) => [name, value]));
    return {
      title: turned.map(({ title }) => title).join(' '),
      switches: Object.assign({}, ...noted.map((note) => note.with), values) as Partial<Switches>,
      deviates: noted.flatMap(({ deviates = [] }) => deviates),
    };
  };
  const runs = [...together, ...alone.map((name) => [name])].flatMap((names) => {
    const most = Math.max(...names.map((name) => specs[name].others.length));
    return Array.from({ length: most }, (_, index) => runOf(names, index));
  });
  for (const title of unknown) throw new Error(`There is no switch value ${title}.`);
  return runs;
}
