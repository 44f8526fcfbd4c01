// The registry of a rehearsal, in a process of its own: tells its parent the port, and ends when the parent is gone.
import type { Server } from 'node:http';
import { runServer } from 'verdaccio';

const [settings = ''] = process.argv.slice(2);

process.once('disconnect', () => process.exit(0));
const server: Server = await runServer(settings);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
