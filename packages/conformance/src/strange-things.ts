/** What careless code throws, and what hostile code would. */
export function strangeThings(): readonly unknown[] {
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error('do not look');
      },
      has() {
        throw new Error('do not look');
      },
      getPrototypeOf() {
        throw new Error('do not look');
      },
    },
  );
  const circular = new Error('round');
  circular.cause = circular;
  return [
    ...[undefined, null, 0, Number.NaN, 17n, '', 'a text', true, Symbol('s'), [], {}, () => undefined],
    ...[
      Object.assign(new Error('x'), { message: '' }),
      new Error('two\nlines'),
      new TypeError('x'),
      Object.freeze(new Error('frozen')),
      circular,
    ],
    ...[
      Object.create(null),
      { message: 5, code: {} },
      {
        get message() {
          throw new Error('no');
        },
      },
      hostile,
    ],
  ];
}
