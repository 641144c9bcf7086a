// Does every sentence of the seam's contract, and every promise to users, name cases of the conformance suite that try
// it? The table is packages/conformance/contract.md; a sentence that changes has to be looked at there again.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './tasks/workspace.mjs';

const SEAM = 'packages/core/src/driver.ts';
const PROMISES = 'docs/design.md';
const TABLE = 'packages/conformance/contract.md';
const CASES = 'packages/conformance/dist/cases.js';

/** What a driver does and gives; what is left out are settings that the core hands in, and the driver's own facts. */
const CONTRACTS = [
  ...['CallOptions', 'Partition', 'EndBound', 'ReadOptions', 'DriverBatch', 'Failure', 'GroupDifference'],
  ...['Assignment', 'SavedCheckpoint', 'SaveOutcome', 'LogDriver', 'Membership'],
];

const problems = [];
const { catalogue } = await import(join(root, CASES));
const known = new Set(catalogue.map(({ id }) => id));
const table = readTable(read(TABLE));
const wanted = [...seamSentences(read(SEAM)), ...promises(read(PROMISES))];

/** Beside a sentence that says what something is, and nothing that could fail. */
const DEFINITION = '(definition)';

const missing = new Map();
for (const { about, sentence } of wanted) {
  const cases = table.get(`${about}\n${sentence}`);
  if (cases === undefined) missing.set(about, [...(missing.get(about) ?? []), sentence]);
  else if (cases.length === 0) problems.push(`${TABLE}: no case for "${sentence}" (${about})`);
}
for (const [about, sentences] of missing) {
  problems.push(
    `${TABLE} lacks, under "## ${about}":\n${sentences.map((sentence) => `| ${sentence} |  |`).join('\n')}`,
  );
}
const current = new Set(wanted.map(({ about, sentence }) => `${about}\n${sentence}`));
const used = new Set();
for (const [key, cases] of table) {
  const [about, sentence] = key.split('\n');
  if (!current.has(key)) problems.push(`${TABLE}: nobody says "${sentence}" (${about}) any more`);
  for (const id of cases) {
    if (id === DEFINITION) continue;
    used.add(id);
    if (!known.has(id)) problems.push(`${TABLE}: there is no case "${id}" ("${sentence}", ${about})`);
  }
}
for (const id of known) if (!used.has(id)) problems.push(`case "${id}" stands beside no sentence of ${TABLE}`);

for (const problem of problems) console.error(problem);
console.log(`${wanted.length} sentences and promises, ${known.size} cases, ${problems.length} problems.`);
process.exitCode = problems.length === 0 && wanted.length > 0 && known.size >= 60 ? 0 : 1;

function read(file) {
  return readFileSync(join(root, file), 'utf8');
}

/** Of every contract, and of each of its members: the sentences of its doc comment. */
function seamSentences(text) {
  const source = ts.createSourceFile(SEAM, text, ts.ScriptTarget.Latest, true);
  const found = sentencesOf(ts.getLeadingCommentRanges(text, 0)?.[0], text).map((sentence) => ({
    about: 'The seam',
    sentence,
  }));
  const add = (about, node) => {
    for (const range of ts.getLeadingCommentRanges(text, node.pos) ?? []) {
      if (node.pos === 0 || !text.startsWith('/**', range.pos)) continue;
      for (const sentence of sentencesOf(range, text)) found.push({ about, sentence });
    }
  };
  const declared = new Set();
  source.forEachChild((node) => {
    if (!ts.isInterfaceDeclaration(node) && !ts.isTypeAliasDeclaration(node)) return;
    const name = node.name.text;
    if (!CONTRACTS.includes(name)) return;
    declared.add(name);
    add(name, node);
    if (ts.isInterfaceDeclaration(node))
      for (const member of node.members) add(`${name}.${member.name.getText()}`, member);
    else if (ts.isUnionTypeNode(node.type)) for (const member of node.type.types) add(name, member);
  });
  for (const name of CONTRACTS) if (!declared.has(name)) problems.push(`${SEAM} has no "${name}" any more`);
  return found;
}

function sentencesOf(range, text) {
  if (range === undefined) return [];
  const comment = text
    .slice(range.pos, range.end)
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .replace(/\{@link ([^}]+)\}/g, '`$1`')
    .replace(/\s+/g, ' ')
    .trim();
  return comment.split(/(?<=[.?!])\s+(?=[A-Z`])/).filter(Boolean);
}

/** `1. **No silent skip.** …` of the first section. */
function promises(text) {
  const section = text.split(/^## /m).find((part) => part.startsWith('1. Promises')) ?? '';
  const found = [...section.matchAll(/^(\d+)\. \*\*(.+?)\*\*/gm)];
  if (found.length !== 7) problems.push(`${PROMISES} has ${found.length} promises in section 1, not 7`);
  return found.map(([, number, title]) => ({
    about: 'The promises to users',
    sentence: `${number}. ${title.replace(/\.$/, '')}`,
  }));
}

/** Rows `| sentence | cases |` below `## heading`, keyed by both. */
function readTable(text) {
  const rows = new Map();
  let about = '';
  for (const line of text.split('\n')) {
    about = /^## (.+)$/.exec(line)?.[1] ?? about;
    const [, sentence, cases] = /^\| (.+?) \| (.*?) ?\|$/.exec(line) ?? [];
    if (sentence === undefined || sentence === 'sentence') continue;
    rows.set(
      `${about}\n${sentence}`,
      cases
        .split(', ')
        .map((id) => id.trim())
        .filter(Boolean),
    );
  }
  return rows;
}
