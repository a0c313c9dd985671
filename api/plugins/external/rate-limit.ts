import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../../../domain/errors.ts';
import type { ApiLimits } from '../../deps.ts';

const MINUTE = 60_000;

/** Counts a request whose token is not known. @throws Refusal `rate_limited` when its address has made too many. */
export type CountStranger = (request: FastifyRequest) => Promise<void>;

/**
 * Limits per minute: for callers with a token by the token, for all others by the address. Unknown tokens are counted by
 * address as well, so that a token cannot be guessed by trying a new one each time.
 */
export async function addRateLimits(app: FastifyInstance, limits: ApiLimits): Promise<CountStranger> {
  await app.register(rateLimit, {
    hook: 'onRequest',
    timeWindow: MINUTE,
    max: ({ actor }) => (actor === null ? limits.strangersPerMinute : limits.requestsPerMinute),
    keyGenerator: ({ actor, ip }) => actor?.id ?? ip,
    errorResponseBuilder: (_request, { max }) => new Refusal('rate_limited', `at most ${max} requests a minute`),
  });
  const strangers = app.createRateLimit({
    max: limits.strangersPerMinute,
    timeWindow: MINUTE,
    keyGenerator: ({ ip }) => `stranger ${ip}`,
  });
  return async (request) => {
    const count = await strangers(request);
    if (!count.isAllowed && count.isExceeded)
      throw new Refusal('rate_limited', 'too many requests with an unknown token');
  };
}
