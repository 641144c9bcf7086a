/** Of a section's values those that a door knows: a section is a driver's, and a producer has no use for how it reads. */
export function optionsAmong(
  values: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, true>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(known, name)));
}
