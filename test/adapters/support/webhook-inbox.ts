import { createServer } from 'node:http';

export interface Webhook {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A real endpoint that keeps what it is sent, raw. */
export async function webhookInbox() {
  const received: Webhook[] = [];
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ body: Buffer.concat(chunks), headers: request.headers });
      reply.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  return {
    url: `http://127.0.0.1:${address.port}/webhook`,
    received,
    /** Waits, five seconds at most, until so many have come. */
    async first(count: number): Promise<readonly Webhook[]> {
      const until = Date.now() + 5_000;
      while (received.length < count) {
        if (Date.now() > until) throw new Error(`${received.length} webhooks came instead of ${count}`);
        await new Promise((resolve) => {
          setTimeout(resolve, 10);
        });
      }
      return received.slice(0, count);
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
