// The other process to compare with: gets answers from its parent, says its port, and gives one after the other to whoever
// asks, whatever is asked. Ends with its parent.
import { once } from 'node:events';
import { createServer } from 'node:http';

const [answers] = await once(process, 'message');
let next = 0;
const server = createServer((_message, response) => {
  const { headers, bytes } = answers[next++ % answers.length];
  response.writeHead(200, headers);
  response.end(bytes);
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.once('disconnect', () => {
  server.closeAllConnections();
  server.close();
});
