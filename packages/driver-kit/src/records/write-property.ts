import type { NameEntry } from './name-table.js';

/**
 * `object[name] = value`, for a name that is assignable and not there yet.
 *
 * Each of these lines has a memory of its own in V8, of the name and of the shapes of objects that it met: as long as it
 * meets always the same name, it writes in a nanosecond or two, otherwise in ten. So the names that came first get a
 * line each, and whole records are read a fifth faster.
 */
export function writeProperty(object: Record<string, string>, { name, number }: NameEntry, value: string): void {
  switch (number) {
    case 0:
      object[name] = value;
      return;
    case 1:
      object[name] = value;
      return;
    case 2:
      object[name] = value;
      return;
    case 3:
      object[name] = value;
      return;
    case 4:
      object[name] = value;
      return;
    case 5:
      object[name] = value;
      return;
    case 6:
      object[name] = value;
      return;
    case 7:
      object[name] = value;
      return;
    case 8:
      object[name] = value;
      return;
    case 9:
      object[name] = value;
      return;
    case 10:
      object[name] = value;
      return;
    case 11:
      object[name] = value;
      return;
    case 12:
      object[name] = value;
      return;
    case 13:
      object[name] = value;
      return;
    case 14:
      object[name] = value;
      return;
    case 15:
      object[name] = value;
      return;
    case 16:
      object[name] = value;
      return;
    case 17:
      object[name] = value;
      return;
    case 18:
      object[name] = value;
      return;
    case 19:
      object[name] = value;
      return;
    case 20:
      object[name] = value;
      return;
    case 21:
      object[name] = value;
      return;
    case 22:
      object[name] = value;
      return;
    case 23:
      object[name] = value;
      return;
    case 24:
      object[name] = value;
      return;
    case 25:
      object[name] = value;
      return;
    case 26:
      object[name] = value;
      return;
    case 27:
      object[name] = value;
      return;
    case 28:
      object[name] = value;
      return;
    case 29:
      object[name] = value;
      return;
    case 30:
      object[name] = value;
      return;
    case 31:
      object[name] = value;
      return;
    default:
      object[name] = value;
  }
}

/** The same for any name. Assigning would not always define it (`__proto__`), and would write over the first of that name. */
export function defineFirst(object: Record<string, string>, name: string, value: string): void {
  if (Object.hasOwn(object, name)) return;
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}
