import { type ConfigSection, ConsumerError } from '@polylog/core/driver';

/** Throws what is said of a door that an adapter does not have. */
export function notOffered(
  { provider }: ConfigSection,
  door: 'createGroupAdmin' | 'createProducer',
  what: string,
): never {
  throw new ConsumerError(
    'unsupported',
    `the adapter of ${provider} cannot ${what}: its configSection has no ${door}. Take a newer version of it, or another tool.`,
  );
}
