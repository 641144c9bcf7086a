// The one entry behind every npm script: installs and builds what is missing, then runs the task. Needs Node and npm only.
// Nothing here may use syntax or imports that an old Node cannot load, or it could not say that it is too old.
const OLDEST_MAJOR = 20;
const major = Number(process.versions.node.split('.')[0]);

if (major < OLDEST_MAJOR) {
  console.error(`polylog: needs Node ${OLDEST_MAJOR} or newer, this is ${process.versions.node}.`);
  process.exitCode = 1;
} else {
  const { runTask } = await import('./tasks/index.mjs');
  process.exitCode = await runTask(process.argv[2], process.argv.slice(3));
}
