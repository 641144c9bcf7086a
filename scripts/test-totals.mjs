// `<passed> <failed> <skipped>` of a test report (argument 1), given the runner's exit code (argument 2). A run that failed
// without a failed test (a suite that does not load, an error nobody caught, a time limit), or that ran no test, counts as
// one failure: it must not look like success.
import { readFileSync } from 'node:fs';

const [, , report, exitCode] = process.argv;

function totals() {
  try {
    const read = JSON.parse(readFileSync(report, 'utf8'));
    return [read.numPassedTests, read.numFailedTests, read.numPendingTests + read.numTodoTests];
  } catch {
    return [0, 0, 0];
  }
}

const [passed, failed, skipped] = totals();
const silentFailure = failed === 0 && (exitCode !== '0' || passed === 0);
console.log(passed, failed + (silentFailure ? 1 : 0), skipped);
