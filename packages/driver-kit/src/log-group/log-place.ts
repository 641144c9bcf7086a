/** A log in a body that was checked: places in the body, and whether it is plain (see `structure.ts`). */
export interface LogPlace {
  readonly start: number;
  readonly end: number;
  readonly plain: boolean;
}
