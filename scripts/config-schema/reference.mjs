// The page docs/configuration.md, from the JSON schema of the configuration.

/** What stands in front of the tables. */
const introduction = `# Configuration

<!-- Written by \`node scripts/run.mjs config-schema\`, from the data of the keys. Change those, or scripts/config-schema/reference.mjs. -->

A configuration is a file called \`polylog.config.yaml\` (or \`.yml\`, \`.json\`, \`.js\`, \`.mjs\`, \`.ts\`, \`.mts\`). It has a portable part and a section for each provider;
\`provider\` says which section counts. [\`@polylog/config\`](../packages/config/README.md) tells how it is loaded, how \`\${NAME:-default}\` works, and how other
adapters are named. [\`polylog config check\`](../packages/cli/README.md) says everything that is wrong with it.

\`\`\`yaml
provider: \${POLYLOG_PROVIDER:-alibaba-sls}
group: billing
start: { time: 2026-01-01T00:00:00Z } # for partitions without a checkpoint
credentials: env
checkpoint: { everyMs: 2000 }
onProcessorFailure: { deadLetter: { file: ./dead-letters.jsonl } }
memory: { maxBytes: 33554432 }
require: { time: receive }

alibaba-sls:
  endpoint: \${SLS_ENDPOINT:-cn-hangzhou.log.aliyuncs.com}
  project: my-project
  logstore: requests
  fields: { status: http_status } # the program says "status"

tencent-cls:
  endpoint: \${CLS_ENDPOINT:-ap-guangzhou.cls.tencentcs.com}
  region: ap-guangzhou
  logsetId: 0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89
  topicIds: [6f6ded3f-948c-4616-9c7c-956a95d8c1a3]

huawei-lts:
  endpoint: \${LTS_ENDPOINT:-lts-access.cn-north-4.myhuaweicloud.com:8102}
  region: cn-north-4
  projectId: 2a473356cca5487f8373be891bffc1cf
  logGroupId: e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1
  logStreamId: c54dbc58-0fd8-48ed-b007-6d54981427a7
\`\`\`

\`\`\`sh
npm install @polylog/config @polylog/alibaba-sls
npx polylog config check
\`\`\`

\`\`\`ts
import { createConsumerFromConfig, loadConfig } from '@polylog/config';

const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());

const consumer = createConsumerFromConfig(await loadConfig(), {
  processRecord(record) {
    console.log(record.get('status'), record.body);
  },
});
await consumer.run({ signal: stop.signal });
\`\`\`

At the first start of a group this program says on stderr that checkpoints do not travel between clouds: the file has sections of others, where there
may be some. Who has just changed the cloud begins at a time: \`start: { time: … }\`, a little before the change.

Editors that know JSON Schema show all of this while you write: \`# yaml-language-server: $schema=./node_modules/@polylog/config/schema.json\`.
`;

/** The page; \`schema\` is what \`configSchema\` gives for the sections of \`providers\`. */
export function referencePage(schema, providers) {
  const portable = Object.fromEntries(
    Object.entries(schema.properties).filter(([name]) => name !== '$schema' && !providers.includes(name)),
  );
  const sections = providers.map((provider) => {
    const { properties, required = [] } = schema.properties[provider];
    return `## ${provider}\n\nWhat it means in practice: [the page of this provider](providers/${provider}.md).\n\n${tableOf(properties, required)}`;
  });
  return `${[introduction, `## The portable part\n\n${tableOf(portable, schema.required)}`, ...sections].join('\n')}`;
}

function tableOf(properties, required) {
  return ['| key | takes | |', '|---|---|---|', ...rowsOf(properties, required, ''), ''].join('\n');
}

/** A row for each key, and below it one for each of its own. */
function rowsOf(properties, required, prefix) {
  return Object.entries(properties).flatMap(([name, key]) => {
    const path = `${prefix}${name}`;
    const must = required.includes(name) && prefix === '' ? ' **Required.**' : '';
    const row = `| \`${path}\` | ${takes(key)} | ${inCell(key.description)}${must} |`;
    const table = tableIn(key);
    return table === undefined ? [row] : [row, ...rowsOf(table.properties, table.required ?? [], `${path}.`)];
  });
}

function tableIn(key) {
  return alternatives(key).find(({ properties }) => properties !== undefined);
}

/** What a key may be; that it may come from a variable holds for all. */
function alternatives(key) {
  return (key.anyOf ?? [key]).filter(({ pattern }) => pattern === undefined);
}

function takes(key) {
  return alternatives(key)
    .map((each) => {
      if (each.enum !== undefined) return each.enum.map((value) => `\`${value}\``).join(', ');
      switch (each.type) {
        case 'number':
          return range(each);
        case 'boolean':
          return '`true`, `false`';
        case 'array':
          return 'a list of texts';
        case 'object':
          return each.properties === undefined ? '`{ name: … }`' : `\`{ ${Object.keys(each.properties).join(', ')} }\``;
        default:
          return key.examples === undefined ? 'text' : `text, such as \`${inCell(String(key.examples[0]))}\``;
      }
    })
    .join(', ');
}

function range({ minimum, maximum }) {
  if (minimum === undefined && maximum === undefined) return 'a number';
  if (maximum === undefined) return `a number, at least ${minimum}`;
  return `a number, ${minimum} to ${maximum}`;
}

function inCell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
