/** V8 gives a bare `{}` room for four properties, and turns it into a slow hash table where it comes to have so many. */
const SLOW_FROM = 17;

/** An object without properties, for that many. It is as plain as `{}`, whichever way it was made. */
export function plainObject(fields: number): Record<string, string> {
  return fields < SLOW_FROM ? {} : new Roomy(false);
}

/**
 * V8 makes the objects of a constructor as large as it sees properties assigned in it, and then, after the first few objects,
 * as large as these came to be.
 */
const Roomy = function (this: Record<string, string>, isFilled: boolean): void {
  if (isFilled) {
    this.p0 = '';
    this.p1 = '';
    this.p2 = '';
    this.p3 = '';
    this.p4 = '';
    this.p5 = '';
    this.p6 = '';
    this.p7 = '';
    this.p8 = '';
    this.p9 = '';
    this.p10 = '';
    this.p11 = '';
    this.p12 = '';
    this.p13 = '';
    this.p14 = '';
    this.p15 = '';
    this.p16 = '';
    this.p17 = '';
    this.p18 = '';
    this.p19 = '';
    this.p20 = '';
    this.p21 = '';
    this.p22 = '';
    this.p23 = '';
  }
} as unknown as new (
  isFilled: boolean,
) => Record<string, string>;
Roomy.prototype = Object.prototype;

const FIRST_OBJECTS = 8;
for (let i = 0; i < FIRST_OBJECTS; i++) new Roomy(true);
