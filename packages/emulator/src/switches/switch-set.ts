/** A switch decides an open point of a protocol. */
type SwitchValue = string | number | boolean | bigint;

/** The switches of one service, as data. */
export interface SwitchSet<Switches extends object> {
  readonly defaults: Switches;
  /** The values of a switch that has a closed list of them. */
  readonly choices: { readonly [Name in keyof Switches]?: readonly Switches[Name][] };
  /** The defaults, overridden. Throws a `TypeError` that names the switch, what was found and what is allowed. */
  resolve(given?: Partial<Switches>): Switches;
  /** `name=value` as it is given on the command line. */
  parse(text: string): Partial<Switches>;
}

export function createSwitchSet<Switches extends object>(
  defaults: Switches,
  choices: SwitchSet<Switches>['choices'],
): SwitchSet<Switches> {
  const standards = defaults as Readonly<Record<string, SwitchValue>>;
  const lists = choices as Readonly<Record<string, readonly SwitchValue[] | undefined>>;

  function check(name: string, value: SwitchValue): void {
    const standard = standards[name];
    if (standard === undefined) {
      throw new TypeError(`unknown switch "${name}"; there are: ${Object.keys(standards).join(', ')}`);
    }
    const allowed = lists[name];
    if (allowed ? !allowed.includes(value) : typeof value !== typeof standard) {
      throw new TypeError(`switch ${name} is "${value}"; allowed: ${allowed?.join(', ') ?? `a ${typeof standard}`}`);
    }
    const isCount = typeof value === 'number' ? Number.isInteger(value) && value >= 0 : true;
    if (!isCount || (typeof value === 'bigint' && value < 0n)) {
      throw new TypeError(`switch ${name} is ${value}; allowed: a whole number from 0`);
    }
  }

  return {
    defaults,
    choices,
    resolve(given = {}) {
      for (const [name, value] of Object.entries(given)) check(name, value as SwitchValue);
      return { ...defaults, ...given };
    },
    parse(text) {
      const mark = text.indexOf('=');
      const name = mark < 0 ? text : text.slice(0, mark);
      const value = mark < 0 ? '' : text.slice(mark + 1);
      return { [name]: read(value, typeof standards[name]) } as Partial<Switches>;
    },
  };
}

/** What is not of the wanted type stays text, for the check to name it. */
function read(text: string, type: string): SwitchValue {
  if (type === 'number') return text === '' ? Number.NaN : Number(text);
  if (type === 'bigint' && /^\d+$/.test(text)) return BigInt(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
