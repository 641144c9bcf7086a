/** @import { Reporter, TestModule } from 'vitest/node' */

/**
 * A reporter beside vitest's own: at the end it says of each row that was skipped which one it is and, as its title tells, why.
 *
 * @implements {Reporter}
 */
// biome-ignore lint/style/noDefaultExport: vitest takes a reporter from there.
export default class SkippedRows {
  onTestRunEnd(/** @type {readonly TestModule[]} */ modules) {
    const skipped = modules.flatMap(({ children }) =>
      [...children.allTests('skipped')].map(({ fullName }) => fullName),
    );
    console.log(skipped.length === 0 ? 'None was skipped.' : `${skipped.length} skipped:`);
    for (const name of skipped) console.log(`skipped: ${name.replaceAll('\n', ' ')}`);
  }
}
