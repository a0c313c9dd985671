import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, type Outcome } from './answer.ts';

/** One request as the simulators see it; header names in lower case. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ListeningServer {
  readonly url: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * A plain HTTP server over one function from call to outcome. Every answer says `X-Simulated: 1`, so that nobody takes it for the
 * real service (contract 18.13). Closing cuts open connections: a simulator has nothing to drain.
 */
export async function listen(
  answer: (call: Call) => Promise<Outcome>,
  at: { readonly host: string; readonly port: number },
): Promise<ListeningServer> {
  const server = createServer((request, response) => {
    void serve(answer, request, response);
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = addressOf(server.address());
  return {
    url: `http://${at.host}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no TCP port');
  return address;
}

async function serve(
  answer: (call: Call) => Promise<Outcome>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let outcome: Outcome;
  try {
    outcome = await answer(await readCall(request));
  } catch (error) {
    outcome = json(500, { simulatorError: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  if (outcome === 'dropped') {
    request.socket.destroy();
    return;
  }
  const body = typeof outcome.body === 'string' ? Buffer.from(outcome.body, 'utf8') : outcome.body;
  const bodyless = outcome.status === 204 || outcome.status === 304;
  response.writeHead(outcome.status, {
    ...outcome.headers,
    'x-simulated': '1',
    ...(bodyless ? {} : { 'content-length': String(body.byteLength) }),
  });
  response.end(request.method === 'HEAD' || bodyless ? undefined : body);
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.byteLength;
    if (size > MAX_BODY_BYTES) throw new Error(`a request body of more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(bytes);
  }
  const url = new URL(request.url ?? '/', 'http://simulator');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks),
  };
}
