/** Answers each message with what this process has cost since it began. */
export function answerCosts() {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send({ cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() });
  });
}
