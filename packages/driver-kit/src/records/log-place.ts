/** Where a log stands in a body that was checked. */
export interface LogPlace {
  readonly start: number;
  readonly end: number;
}
