/** From the top of a file down to a value: keys, and numbers of list items. */
export type Path = readonly (string | number)[];

/** A configuration as it was written, and where everything stands. */
export interface Source {
  /** For messages: relative to the working directory where it is below that. */
  readonly file: string;
  /** Absolute; paths and packages in the file are looked for from here. */
  readonly folder: string;
  /** Plain data. Integers that a double cannot hold exactly are bigints. Of a module, whatever it exports. */
  readonly root: unknown;
  /** Whether values may be functions and objects of classes. */
  readonly isModule: boolean;
  /** Where a value stands, or the nearest one above it that does. `order` sorts by place. */
  placeOf(path: Path): Place;
}

export interface Place {
  readonly order: number;
  readonly line?: number;
  readonly column?: number;
}

/** A plain object of the file or module, as opposed to lists, functions and instances. */
export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || isForeignObject(prototype);
}

/** `Object.prototype` of another realm: test runners load modules in one of their own. */
function isForeignObject(prototype: unknown): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty');
}

export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
