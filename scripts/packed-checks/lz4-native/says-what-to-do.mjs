// The add-on's native module was not compiled: the import works, the call says in one line what was found and what to do.
import { doesNotMatch, match, throws } from 'node:assert';
import { nativeLz4 } from '@polylog/lz4-native';

throws(nativeLz4, ({ code, message }) => {
  match(code, /^unsupported$/);
  match(
    message,
    /the package "lz4" holds a binary for another system, .*allowBuilds: \{ lz4: true \}.*pnpm rebuild lz4/,
  );
  doesNotMatch(message, /\n/);
  return true;
});
