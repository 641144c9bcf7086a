// Writes packages/config/schema.json, for editors, and docs/configuration.md, for people, from the data of the portable keys and of
// each adapter's section. `--check` only says whether they are what these data give.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { configSection as sls } from '@polylog/alibaba-sls';
import { configSchema } from '@polylog/config';
import { configSection as lts } from '@polylog/huawei-lts';
import { configSection as cls } from '@polylog/tencent-cls';
import { referencePage } from './config-schema/reference.mjs';
import { root } from './tasks/workspace.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const sections = [sls, cls, lts];
const schema = JSON.parse(JSON.stringify(configSchema(sections)));
const wanted = {
  'packages/config/schema.json': `${JSON.stringify(schema, null, 2)}\n`,
  'docs/configuration.md': referencePage(
    schema,
    sections.map(({ provider }) => provider),
  ),
};

for (const [file, text] of Object.entries(wanted)) {
  const path = join(root, file);
  if (!values.check) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${file} is out of date. Run: node scripts/run.mjs config-schema`);
    process.exitCode = 1;
  }
}
