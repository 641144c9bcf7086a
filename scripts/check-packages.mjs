// Would the packages, packed as a release packs them, resolve for those who install them? publint and are-the-types-wrong.
import { spawn } from 'node:child_process';
import { captured } from './tasks/child.mjs';
import { packAll } from './tasks/pack.mjs';
import { withTemporaryFolder } from './tasks/temporary.mjs';

const CHECKS = {
  publint: (tarball) => ['node_modules/publint/src/cli.js', 'run', '--strict', tarball],
  attw: (tarball) => [
    'node_modules/@arethetypeswrong/cli/dist/index.js',
    ...['--profile', 'esm-only', '--no-definitely-typed', '--no-emoji', '--no-color', tarball],
  ],
};

await withTemporaryFolder(async (folder) => {
  for (const { name, version, tarball } of await packAll(folder)) {
    for (const [check, args] of Object.entries(CHECKS)) {
      const child = spawn(process.execPath, args(tarball), { stdio: ['ignore', 'pipe', 'pipe'] });
      const { code, output } = await captured(child);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${check.padEnd(7)}  ${name}@${version}`);
      if (code === 0) continue;
      console.log(output);
      process.exitCode = 1;
    }
  }
});
