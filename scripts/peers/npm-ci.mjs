import { captured } from '../tasks/child.mjs';
import { spawnNpm } from '../tasks/pnpm.mjs';

/**
 * Installs what the lock file of a folder pins; no script of a package runs. Rejects with npm's own word for the cause.
 *
 * @param {string} what for people
 * @param {string} folder
 */
export async function npmCi(what, folder) {
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
  const patience = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const { code, output } = await captured(
    spawnNpm(['ci', ...quietly, ...patience], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  if (code !== 0) throw new Error(`installing ${what} failed (exit code ${code}): ${causeIn(output)}`);
}

/** The lines that npm says of the error itself; those about its log name paths of the machine. */
function causeIn(/** @type {string} */ output) {
  const lines = output.split('\n').filter((line) => /^npm (?:error|ERR!)/.test(line));
  return lines[0] === undefined ? 'it said nothing' : lines.slice(0, 2).join(' ');
}
