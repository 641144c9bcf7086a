// The declarations of every door compile, all of them, under both ways in which today's users resolve modules.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedDoors } from '../tasks/installed-doors.mjs';

const modules = join(process.env.POLYLOG_REPOSITORY, 'node_modules');
const doors = installedDoors();
const imports = doors.map((door, index) => `import * as door${index} from '${door}';`);
writeFileSync(
  'types.ts',
  `${imports.join('\n')}\nexport const doors = [${doors.map((_, index) => `door${index}`)}];\n`,
);

for (const [moduleResolution, module] of [
  ['node16', 'node16'],
  ['bundler', 'esnext'],
]) {
  const compilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: false, target: 'es2022', module, moduleResolution },
    ...{ types: ['node'], typeRoots: [join(modules, '@types')] },
  };
  writeFileSync('tsconfig.json', JSON.stringify({ compilerOptions, files: ['types.ts'] }));
  const tsc = spawnSync(process.execPath, [join(modules, 'typescript/bin/tsc'), '-p', '.'], { encoding: 'utf8' });
  if (tsc.status === 0) continue;
  console.error(`moduleResolution ${moduleResolution}:\n${tsc.stdout}${tsc.stderr}`);
  process.exitCode = 1;
}
