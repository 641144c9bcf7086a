import { median, spread } from './statistics.mjs';

/** @typedef {import('./alternate.mjs').Outcome} Outcome */
/** @typedef {'cpuMs' | 'wallMs'} Clock CPU time of the candidate's process, or what a clock on the wall shows */

/** Megabytes (10^6) of raw bytes a second, round by round. */
export const speeds = (/** @type {Outcome} */ { rounds }, /** @type {Clock} */ clock) =>
  rounds.map((round) => round.bytes / 1000 / round[clock]);

/**
 * How many times as fast ours is: round against round, since those lie side by side, then the middle of these.
 *
 * @param {Outcome} ours
 * @param {Outcome} reference
 * @param {Clock} clock
 */
export function ratio(ours, reference, clock) {
  const ourSpeeds = speeds(ours, clock);
  return median(speeds(reference, clock).map((speed, round) => ourSpeeds[round] / speed));
}

export const SPEED_COLUMNS = ['MB/s of CPU', 'min–max', 'MB/s of clock', '1000 records/s of CPU'];

/** The cells of one candidate under `SPEED_COLUMNS`. */
export function speedCells(/** @type {Outcome} */ outcome) {
  if (outcome.absent !== undefined) return [`absent: ${outcome.absent}`];
  const cpu = spread(speeds(outcome, 'cpuMs'));
  const records = median(outcome.rounds.map((round) => round.records / round.cpuMs));
  return [
    cpu.median.toFixed(0),
    `${cpu.min.toFixed(0)}–${cpu.max.toFixed(0)}`,
    median(speeds(outcome, 'wallMs')).toFixed(0),
    records.toFixed(0),
  ];
}

/**
 * What was promised, and what came: ratios are of CPU time, the clock's stands beside it.
 *
 * @param {string} claim
 * @param {number} atLeast
 * @param {Outcome} ours
 * @param {Outcome} reference
 */
export function ratioBar(claim, atLeast, ours, reference) {
  const absent = [ours, reference].find((outcome) => outcome.absent !== undefined);
  if (absent !== undefined) return { claim, bar: `≥ ${atLeast} ×`, absent: `${absent.name}: ${absent.absent}` };
  const figure = ratio(ours, reference, 'cpuMs');
  return {
    claim,
    bar: `≥ ${atLeast} ×`,
    figure: `${figure.toFixed(2)} ×`,
    note: `clock ${ratio(ours, reference, 'wallMs').toFixed(2)} ×`,
    held: figure >= atLeast,
  };
}

/** A ratio of which nothing was promised. */
export function ratioOnly(claim, ours, reference) {
  const { held, ...rest } = ratioBar(claim, 0, ours, reference);
  return { ...rest, bar: '-' };
}

/** Who could not run, and why. */
export const absentees = (/** @type {readonly Outcome[]} */ outcomes) =>
  outcomes.flatMap(({ name, absent }) => (absent === undefined ? [] : [`${name}: ${absent}`]));
