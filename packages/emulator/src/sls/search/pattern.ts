/** What a text has to be: in each place a character of it, any one, or any that may come. */
export type Pattern = readonly (string | typeof ANY | typeof MANY)[];
export const ANY = 1;
export const MANY = 2;

/** Goes back at most to the last `*`, so that no pattern takes longer than its length times the text's. */
export function matchesPattern(text: string, pattern: Pattern): boolean {
  const chars = [...text];
  let at = 0;
  let place = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < chars.length) {
    const wanted = pattern[place];
    if (wanted === MANY) {
      star = place;
      resumeAt = at;
      place += 1;
    } else if (wanted === ANY || wanted === chars[at]) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      resumeAt += 1;
      at = resumeAt;
      place = star + 1;
    } else return false;
  }
  while (pattern[place] === MANY) place += 1;
  return place === pattern.length;
}
