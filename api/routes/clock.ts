import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ClockAdvance, clock, clockAdvance, clockUnderWay } from '../../contracts/clock.ts';
import type { TimelineEntry } from '../../contracts/timeline.ts';
import { businessNow, type CustomerHead } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import {
  claimIdempotencyKey,
  findIdempotencyRecord,
  type IdempotencyClaim,
  keyResultStatement,
} from '../../db/idempotency.ts';
import { timeline, type TimelineEvent } from '../../db/timeline.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import { actorOf } from '../actor.ts';
import { targetOf } from '../clock/target.ts';
import type { ApiDeps } from '../deps.ts';
import { type Answer, answerIn, claimOf, keepAnswer, requireSameRequest } from '../idempotency.ts';
import { problems } from '../problem-schemas.ts';
import { wireOf } from '../resource.ts';
import { customerBy } from '../resources/customer.ts';
import { timelineEntries } from '../resources/timeline-entry.ts';
import type { Params, Route } from '../route.ts';
import { sendJson } from '../send.ts';

/** What an answer shows at most; the timeline has the rest. */
const MOST_ENTRIES = 1_000;

/** Moves a test clock. Not a write like the others: what it waits for is the life itself and its effects, not a decision. */
export const clockRoutes: readonly Route[] = [
  {
    id: 'advanceClock',
    method: 'POST',
    path: '/v1/customers/:customer/clock/advance',
    schema: {
      tags: ['clock'],
      summary: 'Move a customer on a test clock forward; answers when its life has caught up',
      body: clockAdvance,
      response: { 200: clock, 202: clockUnderWay, ...problems },
    },
    async handle(deps, request, reply) {
      const claim = claimOf(request, actorOf(request));
      return await request.server.runningKeys.hold(claim, () => advance(deps, request, reply, claim));
    },
  },
];

async function advance(
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  claim: IdempotencyClaim | undefined,
): Promise<FastifyReply> {
  const known = claim && (await findIdempotencyRecord(deps.db, claim.scope, claim.key));
  if (claim && known) {
    requireSameRequest(known, claim);
    reply.header('idempotent-replayed', 'true');
  }
  const given = known && answerIn(known);
  if (given) return sendJson(reply, given.status, given.body);
  const customer = await testCustomer(deps, request);
  // A crash may have come between: then the first target counts, so that a distance is not gone twice.
  const target = known
    ? Number(known.result)
    : targetOf(request.body as ClockAdvance, businessNow(customer, deps.now()), customer.timeZone);
  if (claim && !known) await keepTarget(deps, claim, target);
  const answer = await moved(deps, customer, target);
  await keepAnswer(deps.db, claim, answer);
  return sendJson(reply, answer.status, answer.body);
}

/** @throws Refusal `not_found`, `test_clock_disabled`, `not_a_test_clock` */
async function testCustomer(deps: ApiDeps, request: FastifyRequest): Promise<CustomerHead> {
  if (!deps.testClocks) throw new Refusal('test_clock_disabled');
  const customer = await customerBy(deps.db, (request.params as Params)['customer'] ?? '');
  request.customerId = customer.id;
  if (customer.clock.mode !== 'test') throw new Refusal('not_a_test_clock');
  return customer;
}

async function keepTarget({ db, now }: ApiDeps, claim: IdempotencyClaim, target: Instant): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await claimIdempotencyKey(trx, claim, now());
    await trx.executeQuery(keyResultStatement(claim, { result: target, operationId: null })(trx));
  });
}

async function moved(deps: ApiDeps, customer: CustomerHead, target: Instant): Promise<Answer> {
  const arrived = await deps.clockMover.advance(customer.id, target);
  if (arrived.operation !== null) {
    const now = businessNow(await customerBy(deps.db, customer.id), deps.now());
    const body = wireOf(clockUnderWay, { now, operation: `/v1/operations/${arrived.operation}` });
    return { status: 202, body, etag: null };
  }
  const happened = await entriesAfter(deps.db, customer.id, customer.audit.seq);
  return { status: 200, body: wireOf(clock, { now: arrived.now, happened: [...happened] }), etag: null };
}

/** What the timeline has beyond this entry, newest first. */
async function entriesAfter(db: Db, customerId: string, seq: number): Promise<readonly TimelineEntry[]> {
  const events: TimelineEvent[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await timeline(db, customerId, { limit: 200, cursor });
    events.push(...items.filter((event) => event.seq > seq));
    if (nextCursor === null || events.length >= MOST_ENTRIES || items.some((event) => event.seq <= seq)) break;
    cursor = nextCursor;
  }
  return await timelineEntries(db, events);
}
