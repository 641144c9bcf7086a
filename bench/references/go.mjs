import { goProgram } from '../../scripts/peers/go-program.mjs';
import { orAbsent } from '../../scripts/peers/tool.mjs';

/** The official Go SDK, pinned by `go/go.mod` and `go/go.sum`: the start of a command, or why there is none. */
export function goReference() {
  return orAbsent(async () => ({ command: await goProgram(new URL('go/', import.meta.url)) }));
}
