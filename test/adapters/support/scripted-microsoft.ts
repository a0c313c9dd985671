import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createPartnerCenter } from '../../../adapters/index.ts';
import { openConnection } from '../../../adapters/partner-center/connection.ts';
import { hurryingRuntime } from './hurry.ts';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (seen: Seen, reply: ServerResponse, request: IncomingMessage) => void;

const closing: (() => Promise<void>)[] = [];

/** Ends everything that {@link scriptedMicrosoft} opened. */
export async function closeScripted(): Promise<void> {
  for (const close of closing.splice(0)) await close();
}

/** A real server that says what a test wants, for the corners of the contract that the simulator does not have; and its client. */
export async function scriptedMicrosoft(answer: Answer, requestsPerMinute = 500, runtime = hurryingRuntime()) {
  const seen: Seen[] = [];
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      if (url.split('?')[0]?.endsWith('/token') === true) {
        reply.end(JSON.stringify({ token_type: 'Bearer', expires_in: '3600', access_token: 'token' }));
        return;
      }
      const one = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      seen.push(one);
      answer(one, reply, request);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  const options = {
    apiUrl: url,
    loginUrl: url,
    partnerTenantId: 'partner',
    clientId: 'tenure',
    clientSecret: 'secret',
    requestsPerMinute,
    limits: { pages: 5 },
    timeouts: { connectMs: 500, replyMs: 400 },
    runtime,
  };
  const connection = openConnection(options);
  const client = createPartnerCenter(options, connection);
  closing.push(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { url, client, connection, options, seen, runtime, stopListening: () => server.close() };
}
