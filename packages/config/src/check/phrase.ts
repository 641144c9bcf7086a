import { pathOf } from '../source/path.js';

/**
 * An error's message as it goes on behind the path of its option: `Option "members" must be …` becomes `must be …`,
 * `slsDriver: project is …` becomes `is …`.
 */
export function phrase(message: string, option: string): string {
  const path = pathOf(option);
  let text = message.replace(/^\w+Driver: /, '').replaceAll(/\s*\n\s*/g, ' ');
  for (const name of [option, String(path[0]), String(path.at(-1))]) {
    for (const subject of [`Option "${name}" `, `"${name}" `, `${name} `]) {
      if (text.startsWith(subject)) return text.slice(subject.length);
    }
    // `credentials: secretAccessKey is empty`
    if (text.startsWith(`${name}: `)) text = text.slice(name.length + 2);
  }
  return `: ${text}`;
}
