import type { Logger } from 'pino';
import { backoffMs, type Runtime } from '../runtime.ts';
import type { Dialect } from './dialect.ts';
import { meaningOf } from './errors.ts';
import type { Sending } from './sending.ts';
import type { Limits } from './limits.ts';
import { PartnerCenterError } from './partner-center-error.ts';
import type { RequestBudget } from './request-budget.ts';
import type { TokenSource } from './tokens.ts';
import { type RawReply, type Transport, TransportFailure } from './transport.ts';

export interface SenderParts {
  readonly dialect: Dialect;
  readonly transport: Transport;
  readonly tokens: TokenSource;
  readonly budget: RequestBudget;
  readonly limits: Limits;
  readonly runtime: Runtime;
  readonly logger: Logger | undefined;
}

/**
 * Sends until there is a reply that is neither a refused token nor a throttle worth waiting for; both mean that the
 * request was not carried out, so that repeating it is safe for reads and writes alike.
 *
 * @throws PartnerCenterError of sign-in and throttling
 * @throws TransportFailure when no reply came
 */
export type Send = (sending: Sending) => Promise<RawReply>;

export function createSender(parts: SenderParts): Send {
  const { dialect, transport, tokens, budget, limits, runtime, logger } = parts;

  const waitForBudget = async (tenant: string): Promise<void> => {
    const waitMs = budget.take(tenant);
    if (waitMs > limits.throttleWaitMs) {
      budget.giveBack(tenant);
      throw new PartnerCenterError(meaningOf(429, null), { retryAfterMs: waitMs });
    }
    if (waitMs > 0) await runtime.sleep(waitMs);
  };

  const sendOnce = async (sending: Sending, token: string): Promise<RawReply> => {
    const correlationId = runtime.newGuid();
    const startedAt = runtime.now();
    // Without the query: a filter may name a company.
    const seen = { method: sending.method, path: sending.path.split('?')[0], correlationId };
    try {
      const reply = await transport.send({
        method: sending.method,
        url: dialect.address(sending.path),
        headers: { ...dialect.headers(sending, correlationId), authorization: `Bearer ${token}` },
        ...(sending.body === undefined ? {} : { body: sending.body }),
      });
      logger?.debug(
        { ...seen, status: reply.status, tookMs: runtime.now() - startedAt },
        `${dialect.service} answered`,
      );
      return reply;
    } catch (error) {
      const mayHaveArrived = error instanceof TransportFailure && error.mayHaveArrived;
      logger?.warn({ ...seen, mayHaveArrived, tookMs: runtime.now() - startedAt }, `${dialect.service} did not answer`);
      throw error;
    }
  };

  return async (sending) => {
    let signedInAgain = false;
    let throttledTimes = 0;
    let waitedMs = 0;
    for (;;) {
      await waitForBudget(sending.tenant);
      const token = await tokens.get(sending.as);
      const reply = await sendOnce(sending, token);
      // Whatever is wrong with a token, the next call takes another: a person may have consented afresh in between.
      if (reply.status === 401) tokens.discard(sending.as, token);
      const fault = reply.status === 401 || reply.status === 429 ? dialect.fault(reply, runtime.now(), false) : null;
      if (fault?.kind === 'throttled') {
        throttledTimes += 1;
        // The first time as long as asked; from the second on also no less than a growing pause (contract section 2.6).
        const grown = throttledTimes > 1 || fault.retryAfterMs === null ? backoffMs(throttledTimes, 1_000, runtime) : 0;
        const waitMs = Math.max(fault.retryAfterMs ?? 0, grown);
        if (waitedMs + waitMs > limits.throttleWaitMs) {
          const { httpStatus, correlationId } = fault;
          throw new PartnerCenterError(meaningOf(429, null), { httpStatus, correlationId, retryAfterMs: waitMs });
        }
        waitedMs += waitMs;
        await runtime.sleep(waitMs);
      } else if (fault !== null && !fault.needsPerson && !signedInAgain) {
        signedInAgain = true;
      } else {
        return reply;
      }
    }
  };
}
