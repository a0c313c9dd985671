import { createServer } from 'node:http';
import { eventually } from './levers.ts';

export interface Received {
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly at: number;
}

/** A real webhook endpoint that keeps what it is sent and answers as told. */
export async function inbox() {
  const received: Received[] = [];
  let answers: number[] = [];
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ body: Buffer.concat(chunks).toString('utf8'), headers: request.headers, at: Date.now() });
      reply.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    received,
    /** Statuses of the next answers; afterwards 200. */
    answer: (...statuses: number[]) => {
      answers = statuses;
    },
    /** The first so many, as soon as they are there. */
    first: (count: number) => eventually(() => (received.length >= count ? received.slice(0, count) : undefined)),
    forget: () => {
      received.length = 0;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
