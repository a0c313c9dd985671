import { backoffMs } from '../runtime.ts';
import { meaningOf } from './errors.ts';
import { bodyOf } from './fault.ts';
import type { JsonValue } from './json.ts';
import { doubtful, PartnerCenterError, unreachable } from './partner-center-error.ts';
import { createSender, type SenderParts } from './sender.ts';
import type { Sending } from './sending.ts';
import type { TokenFor } from './tokens.ts';
import { type RawReply, TransportFailure } from './transport.ts';

interface Read {
  /** Path below `/v1`, or a link's `uri` as Microsoft gave it. */
  readonly path: string;
  /** The tenant whose share of the request limit this uses. */
  readonly tenant: string;
  /** Headers of a link, sent as they are. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: TokenFor;
}

interface Write {
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly tenant: string;
  /** Left out where the call has none. */
  readonly body?: JsonValue;
  /** GUID; the same for every repetition of this write (contract section 2.1). */
  readonly messageRequestId: string;
  readonly ifMatch?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: TokenFor;
}

/** One call, with sign-in, throttling and what may safely be repeated. @throws PartnerCenterError */
export interface Caller {
  /** Repeats trouble of the network and of the server. */
  read(read: Read): Promise<JsonValue>;
  /** As `read`, for what is not JSON: the bytes as they came. */
  readBytes(read: Read): Promise<Buffer>;
  /**
   * Sends a write; null where it was accepted without a body. It is repeated by itself only where it cannot have happened
   * (sign-in refused, throttled, connection not made); otherwise it rejects as `doubtful`, and the caller looks before it
   * sends again.
   */
  write(write: Write): Promise<JsonValue>;
}

/** As `read`, with what stands in the headers of the reply, by lower-case name. @throws PartnerCenterError */
export interface HeaderReader {
  readWhole(read: Read): Promise<{ readonly body: JsonValue; readonly headers: RawReply['headers'] }>;
}

/** Asks whether there is something without reading it. @throws PartnerCenterError */
export interface Prober {
  /** A HEAD, which has no body; 404 is no. Repeats trouble like a read. */
  probe(read: Read): Promise<boolean>;
}

/** `If-Match` carries the etag in double quotes (contract section 2.1). */
const quoted = (etag: string): string => (/^(W\/)?".*"$/.test(etag) ? etag : `"${etag}"`);

export function createCaller(parts: SenderParts): Caller & Prober & HeaderReader {
  const { dialect, limits, runtime } = parts;
  const send = createSender(parts);

  const answer = async (sending: Sending, write: boolean): Promise<RawReply> => {
    const reply = await send(sending).catch((error: unknown) => {
      if (!(error instanceof TransportFailure)) throw error;
      throw write && error.mayHaveArrived ? doubtful({ cause: error }) : unreachable(error);
    });
    if (reply.status < 200 || reply.status > 299) throw dialect.fault(reply, runtime.now(), write);
    return reply;
  };

  const whole = async (sending: Sending, write: boolean): ReturnType<HeaderReader['readWhole']> => {
    const reply = await answer(sending, write);
    const { headers } = reply;
    const body = bodyOf(reply);
    if (body !== undefined) return { body, headers };
    // A write that was accepted is read back anyway; a read without its answer is no answer.
    if (write) return { body: null, headers };
    throw new PartnerCenterError(meaningOf(500, null), { httpStatus: reply.status });
  };
  const once = async (sending: Sending, write: boolean): Promise<JsonValue> => (await whole(sending, write)).body;

  const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask();
      } catch (error) {
        const again = error instanceof PartnerCenterError && error.kind === 'unavailable' && attempt < limits.attempts;
        if (!again) throw error;
        const asked = Math.min(error.retryAfterMs ?? 0, limits.throttleWaitMs);
        await runtime.sleep(Math.max(asked, backoffMs(attempt, limits.backoffMs, runtime)));
      }
    }
  };

  return {
    read: ({ path, tenant, headers = {}, as = 'app' }) =>
      patiently(() => once({ method: 'GET', path, tenant, as, headers, body: undefined }, false)),
    readWhole: ({ path, tenant, headers = {}, as = 'app' }) =>
      patiently(() => whole({ method: 'GET', path, tenant, as, headers, body: undefined }, false)),
    readBytes: ({ path, tenant, headers = {}, as = 'app' }) =>
      patiently(async () => (await answer({ method: 'GET', path, tenant, as, headers, body: undefined }, false)).bytes),
    probe: async ({ path, tenant, headers = {}, as = 'app' }) => {
      const head: Sending = { method: 'HEAD', path, tenant, as, headers, body: undefined };
      try {
        await patiently(() => answer(head, false));
        return true;
      } catch (error) {
        if (error instanceof PartnerCenterError && error.httpStatus === 404) return false;
        throw error;
      }
    },
    write: ({ method, path, tenant, body, messageRequestId, ifMatch = null, headers = {}, as = 'app' }) => {
      const all = {
        ...headers,
        'ms-requestid': messageRequestId,
        ...(ifMatch === null ? {} : { 'if-match': quoted(ifMatch) }),
      };
      const text = body === undefined ? undefined : JSON.stringify(body);
      return patiently(() => once({ method, path, tenant, as, headers: all, body: text }, true));
    },
  };
}
