// Writes packages/config/schema.json, for editors, from the data of the portable keys and of each adapter's section.
// `--check` only says whether it is what these data give.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { configSection as sls } from '@polylog/alibaba-sls';
import { configSchema } from '@polylog/config';
import { configSection as lts } from '@polylog/huawei-lts';
import { configSection as cls } from '@polylog/tencent-cls';
import { root } from './tasks/workspace.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const path = join(root, 'packages/config/schema.json');
const wanted = `${JSON.stringify(configSchema([sls, cls, lts]), null, 2)}\n`;

if (!values.check) writeFileSync(path, wanted);
else if (readFileSync(path, 'utf8') !== wanted) {
  console.error('packages/config/schema.json is out of date. Run: node scripts/run.mjs config-schema');
  process.exitCode = 1;
}
