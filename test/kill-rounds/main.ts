import { parseArgs } from 'node:util';
import { clouds } from './clouds.js';
import { playKillRounds } from './rounds.js';

/** `npm run kill-rounds -- --rounds 100 --seed 7 --provider tencent-cls` */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    provider: { type: 'string', default: 'alibaba-sls' },
    emulator: { type: 'string' },
  },
});
const { provider, emulator } = values;
const cloud = Object.hasOwn(clouds, provider) ? clouds[provider] : undefined;
if (!cloud) throw new Error(`--provider is "${provider}"; there are: ${Object.keys(clouds).join(', ')}`);
const [rounds, seed] = [number('rounds', values.rounds), number('seed', values.seed)];

const startedAt = performance.now();
const verdict = await playKillRounds({
  cloud,
  rounds,
  seed,
  say: (line) => console.log(line),
  ...(emulator === undefined ? {} : { emulator }),
});
for (const what of verdict.wrong) console.log(`wrong: ${what}`);
const { sent, stored, saves, settings, torn, lost, wrong } = verdict;
const tookS = Math.round((performance.now() - startedAt) / 1_000);
console.log(
  `\n${provider}: ${rounds} kills, seed ${seed}, ${tookS} s: sent ${sent}, answered ${stored}, saves ${saves}, settings ${settings}, torn ends ${torn}; lost ${lost}, wrong ${wrong.length}`,
);
process.exitCode = lost === 0 && wrong.length === 0 ? 0 : 1;

function number(flag: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${flag} is "${text}"; allowed is a whole number`);
}
