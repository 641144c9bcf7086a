import { mkdirSync, writeFileSync } from 'node:fs';
import { load } from './machine.mjs';
import { table } from './table.mjs';

/**
 * @typedef {object} Bar
 * @property {string} claim
 * @property {string} bar what was promised
 * @property {string} [figure] what came
 * @property {string} [note]
 * @property {boolean} [held] absent where nothing was promised
 * @property {string} [absent] instead of a figure: why there is none
 */
/**
 * @typedef {object} Section
 * @property {string} title
 * @property {readonly string[]} notes
 * @property {readonly string[]} columns
 * @property {readonly (readonly string[])[]} rows
 * @property {readonly Bar[]} bars
 * @property {readonly string[]} absent candidates that could not run, with the reason
 * @property {unknown} outcomes all figures, for the JSON file
 */

const BAR_COLUMNS = ['claim', 'bar', 'came', 'held', ''];
const results = new URL('../results/', import.meta.url);

/**
 * Prints what comes, as Markdown, and keeps it for the files.
 *
 * @param {Record<string, unknown>} where machine and versions
 * @param {import('../main.mjs').Settings} settings
 */
export function openReport(where, settings) {
  const text = [];
  const show = (/** @type {string} */ part) => {
    text.push(part);
    console.log(`${part}\n`);
  };
  const kept = { where, settings, benches: {} };
  /** @type {(readonly string[])[]} */
  const bars = [];
  const failures = [];

  const facts = Object.entries(where).map(([name, value]) => `${name} ${value}`);
  const command = `npm run bench -- ${process.argv.slice(2).join(' ')}`.replace(/ -- $/, '');
  show(`# Benchmarks\n\n${facts.join(' · ')}\n\nTaken by \`${command}\`.`);

  return {
    /**
     * @param {string} name
     * @param {() => AsyncIterable<Section>} run
     */
    async bench(name, run) {
      const start = performance.now();
      show(`## ${name}`);
      kept.benches[name] = [];
      try {
        for await (const section of run()) {
          kept.benches[name].push(section);
          show(settings.short ? shortText(section) : sectionText(section));
          bars.push(...section.bars.map((bar) => [section.title, ...barRow(bar)]));
          failures.push(...section.bars.filter(({ held }) => held === false).map(({ claim }) => claim));
          // Elsewhere a language may be missing; in CI it would hide that nothing is compared any more.
          if (process.env.CI === 'true') failures.push(...section.absent);
        }
      } catch (error) {
        failures.push(error);
        show(`Failed: ${error.stack}`);
      }
      show(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s, load at the end ${load()}`);
    },

    /** @returns {number} the exit code */
    close(/** @type {string | undefined} */ save) {
      if (bars.length > 0) show(`## All bars\n\n${table(['', ...BAR_COLUMNS], bars)}`);
      if (save !== undefined) {
        mkdirSync(results, { recursive: true });
        writeFileSync(new URL(`${save}.md`, results), `${text.join('\n\n')}\n`);
        writeFileSync(new URL(`${save}.json`, results), `${JSON.stringify(kept)}\n`);
      }
      return failures.length === 0 ? 0 : 1;
    },
  };
}

function sectionText(/** @type {Section} */ { title, notes, columns, rows, bars }) {
  const parts = [`### ${title}`, ...notes, table(columns, rows)];
  if (bars.length > 0) parts.push(table(BAR_COLUMNS, bars.map(barRow)));
  return parts.join('\n\n');
}

/** Figures of a moment would only mislead. */
function shortText(/** @type {Section} */ { title, rows, absent }) {
  const missing = absent.length === 0 ? '' : `; absent: ${absent.join('; ')}`;
  return `${title}: ${rows.length - absent.length} of ${rows.length} ran, and agree${missing}`;
}

function barRow(/** @type {Bar} */ { claim, bar, figure, note, held, absent }) {
  if (absent !== undefined) return [claim, bar, '-', 'not run', absent];
  return [claim, bar, figure, held === undefined ? '-' : held ? 'yes' : 'NO', note ?? ''];
}
