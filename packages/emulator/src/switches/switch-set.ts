/** What a switch can be set to. */
type SwitchValue = string | number | boolean | bigint;

/** One open point of a protocol. */
export interface SwitchSpec<Value> {
  readonly standard: Value;
  /** All other values; of an open switch those that are worth a test. */
  readonly others: readonly Value[];
  /** Takes any value of its type. */
  readonly open?: boolean;
  /** No call that a consumer makes depends on it: suites of consumers need not try its values. */
  readonly administrative?: boolean;
}

/** The switches of one service, as data. */
export interface SwitchSet<Switches extends object> {
  readonly specs: { readonly [Name in keyof Switches]: SwitchSpec<Switches[Name]> };
  readonly defaults: Switches;
  /** The defaults, overridden. Throws a `TypeError` that names the switch, what was found and what is allowed. */
  resolve(given?: Partial<Switches>): Switches;
  /** `name=value` as it is given on the command line. */
  parse(text: string): Partial<Switches>;
}

export function createSwitchSet<Switches extends object>(specs: SwitchSet<Switches>['specs']): SwitchSet<Switches> {
  const byName = specs as unknown as Readonly<Record<string, SwitchSpec<SwitchValue> | undefined>>;
  const defaults = Object.fromEntries(Object.entries(byName).map(([name, spec]) => [name, spec?.standard])) as Switches;

  function check(name: string, value: SwitchValue): void {
    const spec = byName[name];
    if (spec === undefined) {
      throw new TypeError(`unknown switch "${name}"; there are: ${Object.keys(byName).join(', ')}`);
    }
    const { standard, others, open = false } = spec;
    if (open ? typeof value !== typeof standard : ![standard, ...others].includes(value)) {
      const allowed = open ? `a ${typeof standard}` : [standard, ...others].join(', ');
      throw new TypeError(`switch ${name} is "${value}"; allowed: ${allowed}`);
    }
    const isCount = typeof value === 'number' ? Number.isInteger(value) && value >= 0 : true;
    if (!isCount || (typeof value === 'bigint' && value < 0n)) {
      throw new TypeError(`switch ${name} is ${value}; allowed: a whole number from 0`);
    }
  }

  return {
    specs,
    defaults,
    resolve(given = {}) {
      for (const [name, value] of Object.entries(given)) check(name, value as SwitchValue);
      return { ...defaults, ...given };
    },
    parse(text) {
      const mark = text.indexOf('=');
      const name = mark < 0 ? text : text.slice(0, mark);
      const value = mark < 0 ? '' : text.slice(mark + 1);
      return { [name]: read(value, typeof byName[name]?.standard) } as Partial<Switches>;
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
