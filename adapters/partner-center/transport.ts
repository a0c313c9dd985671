import { Agent, request } from 'undici';

interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpReply {
  readonly status: number;
  /** Names in lower case; of a repeated header the first value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface RawReply extends HttpReply {
  /** What `text` was read from. */
  readonly bytes: Buffer;
}

/** No reply came. `mayHaveArrived` is false only when the request certainly never reached the other side. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  readonly mayHaveArrived: boolean;

  constructor(mayHaveArrived: boolean, cause: unknown) {
    super(mayHaveArrived ? 'The answer was lost.' : 'The connection could not be made.', { cause });
    this.mayHaveArrived = mayHaveArrived;
  }
}

export interface Transport {
  /** @throws TransportFailure */
  send(request: HttpRequest): Promise<RawReply>;
  close(): Promise<void>;
}

export interface TransportTimeouts {
  /** Milliseconds until a connection must stand. */
  readonly connectMs: number;
  /** Milliseconds until the reply must have begun, and the longest pause within it. */
  readonly replyMs: number;
}

const neverArrived: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const mebibyte = 1024 * 1024;

/**
 * HTTP over kept-alive connections. It repeats nothing and follows no redirect: what may be repeated is known further up,
 * and a token must not go where a redirect leads. A reply of more than `mostBytes` counts as lost.
 */
export function createTransport(timeouts: TransportTimeouts, mostBytes = 64 * mebibyte): Transport {
  const agent = new Agent({
    connect: { timeout: timeouts.connectMs },
    headersTimeout: timeouts.replyMs,
    bodyTimeout: timeouts.replyMs,
    keepAliveTimeout: 4_000,
    connections: 32,
    allowH2: false,
    maxResponseSize: mostBytes,
  });

  return {
    async send({ method, url, headers, body }) {
      try {
        const reply = await request(url, { method, headers: { ...headers }, body: body ?? null, dispatcher: agent });
        const flat = Object.entries(reply.headers).flatMap(([name, value]) => {
          const first = Array.isArray(value) ? value[0] : value;
          return first === undefined ? [] : [[name.toLowerCase(), first] as const];
        });
        const bytes = Buffer.from(await reply.body.arrayBuffer());
        return { status: reply.statusCode, headers: Object.fromEntries(flat), text: bytes.toString('utf8'), bytes };
      } catch (error) {
        throw new TransportFailure(!neverArrived.has(codeOf(error)), error);
      }
    },
    close: () => agent.close(),
  };
}
