import { ConsumerError } from '@polylog/core/driver';

/** What a record throws, whatever it is asked, once its batch was released. */
export function recordReleased(): ConsumerError {
  return new ConsumerError(
    'record-released',
    'a record was used after its batch was released: keep what get(), getBytes() or toObject() return, never the record',
  );
}
