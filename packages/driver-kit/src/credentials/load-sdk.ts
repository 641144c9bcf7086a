import { ConsumerError } from '@polylog/core/driver';
import { oneLine } from '../failure/one-line.js';

/** Which vendor's package an add-on loads, for the message. */
export interface SdkNames {
  /** The function that needs it. */
  readonly caller: string;
  readonly sdk: string;
  readonly addOn: string;
}

/** Loads a vendor's SDK when it is first needed. Rejects as `unsupported`, with what to do, where it cannot be loaded. */
export async function loadSdk<T>(names: SdkNames, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const { caller, sdk, addOn } = names;
    throw new ConsumerError(
      'unsupported',
      `${caller}: the package "${sdk}" cannot be loaded: ${oneLine(String(cause), 200)}. It comes with ${addOn}; install that again.`,
      { cause },
    );
  }
}
