import type { SwitchSet } from '@polylog/emulator';
import { chanceOf } from '../seeded-random.js';

const MOST_DRAWN = 4;

/** Some of a service's open points off their defaults, as the seed says. */
export function drawnSwitches<Switches extends object>(
  { specs }: SwitchSet<Switches>,
  leftAlone: readonly (keyof Switches)[],
  seed: number,
): Partial<Switches> {
  const names = (Object.keys(specs) as (keyof Switches)[]).filter(
    (name) => !leftAlone.includes(name) && !specs[name].administrative,
  );
  const drawn: Partial<Switches> = {};
  const count = Math.floor(chanceOf(seed, 'switches') * (MOST_DRAWN + 1));
  for (let i = 0; i < count; i++) {
    const name = names[Math.floor(chanceOf(seed, `switch ${i}`) * names.length)];
    if (name === undefined) break;
    const { others } = specs[name];
    const value = others[Math.floor(chanceOf(seed, `value ${i}`) * others.length)];
    if (value !== undefined) drawn[name] = value;
  }
  return drawn;
}

/** For people: `offsets=bytes commits=fenced`. */
export function switchesTitle(switches: object): string {
  return Object.entries(switches)
    .map(([name, value]) => ` ${name}=${String(value)}`)
    .join('');
}
