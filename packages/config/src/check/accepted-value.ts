import type { ConfigKey } from '@polylog/core/driver';

/** A value that the key takes, where its data tell one. */
export function acceptedValue(key: ConfigKey | undefined): unknown {
  switch (key?.type) {
    case 'text':
      return key.example ?? key.default ?? key.allowed?.[0];
    case 'number':
      return key.example ?? key.default ?? key.min;
    case 'boolean':
      return key.default;
    case 'list':
      return key.example;
    case 'map': {
      const of = acceptedValue(key.of);
      return of === undefined ? undefined : { 0: of };
    }
    case 'object':
      return key.allowed?.[0];
    default:
      return undefined;
  }
}
