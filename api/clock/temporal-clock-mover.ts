import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { type CustomerHead, findCustomer } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { areStreamsQuiet, stirStreams } from '../../db/stream-delivery.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { IdPrefix } from '../../domain/ids.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { Refusal } from '../../domain/errors.ts';
import { arriveAt, beginAdvance, endAdvance, isQuiet } from './advances.ts';
import type { ClockMoved, ClockMover } from './clock-mover.ts';
import { fastForward, isReplaced } from './fast-forward.ts';
import { haveStreamsActed } from './streams-acted.ts';

/** An advance is answered within this time; what takes longer goes on as an operation. */
const ANSWER_WITHIN_MS = 30_000;
/** A life that has not caught up by then is stuck: the advance ends as failed and the place is free again. */
const GIVE_UP_AFTER_MS = 10 * 60_000;
/** A life that takes longer than this may have lost its run. */
const LOOK_AT_RUN_EVERY_MS = 2_000;

const STIR_AGAIN_AFTER_MS = 3_000;
/** So long is waited for what cases, grants and reviews do at the new time; what Microsoft does not let them do yet goes on. */
const ACTED_WITHIN_MS = 2_000;

export interface ClockMoverDeps {
  readonly db: Db;
  readonly client: Client;
  readonly lifecycle: Lifecycle;
  readonly now: () => Instant;
  readonly newId: (prefix: IdPrefix) => string;
  /** Tells the simulators of a non-production installation. */
  readonly announce: (customer: { readonly tenantId: string | null; readonly now: Instant }) => Promise<void>;
}

/**
 * Moves test clocks: the run's own time on the Temporal server, then the offset in PostgreSQL by which API and queries
 * know the business time. The life wakes at its own deadlines on the way; nothing ticks.
 */
export function createClockMover(deps: ClockMoverDeps): ClockMover {
  const { db, now } = deps;

  async function move(customerId: string, operation: string, target: Instant): Promise<void> {
    const deadline = now() + GIVE_UP_AFTER_MS;
    const { factVersion, assessedVersion } = await known(customerId);
    if (assessedVersion < factVersion) await tell(customerId, factVersion, operation);
    for (let attempt = 1; ; attempt += 1) {
      await untilQuiet(customerId, 0, deadline);
      const { clock, phase } = await known(customerId);
      const begun = now();
      const distance = target - (begun + clock.offsetMs);
      if (distance <= 0 || phase === 'closed') break;
      const isThere = await fastForward(deps.client, customerId, `${operation}/${attempt}`, distance);
      if (isThere && (await untilQuiet(customerId, target, deadline, begun))) break;
      // A wiped or restored server: the life has no run, or its run has ended. It starts anew and goes the rest of the way.
      if (!isThere) await tell(customerId, factVersion, deps.newId('op'));
    }
    await untilQuiet(customerId, target, deadline);
    await arriveAt(db, customerId, target, now());
    // Before anybody looks at Microsoft again: what is read back there is to be as old as it is here.
    await deps.announce({ tenantId: await tenantOf(customerId), now: target });
    await streamsCatchUp(customerId, target, deadline);
    await streamsAct(customerId, target);
  }

  /** Cases and grants look again at the new time. Telling may cross with the relay's own, which then counts as this one: so again. */
  async function streamsCatchUp(customerId: string, target: Instant, deadline: Instant): Promise<void> {
    let stirredAt = Number.NEGATIVE_INFINITY;
    while (!(await areStreamsQuiet(db, customerId, target))) {
      if (now() > deadline)
        throw new Refusal('unavailable', 'a case or a grant did not catch up; is a worker running?');
      if (now() - stirredAt > STIR_AGAIN_AFTER_MS) {
        await stirStreams(db, customerId, target);
        stirredAt = now();
      }
      await sleep(50);
    }
  }

  async function streamsAct(customerId: string, target: Instant): Promise<void> {
    const until = now() + ACTED_WITHIN_MS;
    while (!(await haveStreamsActed(db, customerId, target)) && now() < until) await sleep(50);
  }

  async function tenantOf(customerId: string): Promise<string | null> {
    const row = await db
      .selectFrom('customer')
      .select('microsoft_tenant_id')
      .where('id', '=', customerId)
      .executeTakeFirst();
    return row?.microsoft_tenant_id ?? null;
  }

  async function known(customerId: string): Promise<CustomerHead> {
    const customer = await findCustomer(db, customerId);
    if (customer === undefined) throw new Refusal('not_found', 'there is no such customer');
    return customer;
  }

  /** Also starts a life that is missing. */
  async function tell(customerId: string, factVersion: number, operation: string): Promise<void> {
    await deps.lifecycle.changed(customerId, { factVersion, because: 'clock' }, operation);
  }

  /** False when the run that was there at `runSince` (wall instant) is not there any more. */
  async function untilQuiet(
    customerId: string,
    until: Instant,
    deadline: Instant,
    runSince: Instant | null = null,
  ): Promise<boolean> {
    let lookedAt = now();
    for (let pause = 4; !(await isQuiet(db, customerId, until)); pause = Math.min(pause * 2, 100)) {
      if (now() > deadline) throw new Refusal('unavailable', 'the life did not catch up; is a worker running?');
      if (runSince !== null && now() - lookedAt > LOOK_AT_RUN_EVERY_MS) {
        if (await isReplaced(deps.client, customerId, runSince)) return false;
        lookedAt = now();
      }
      await sleep(pause);
    }
    return true;
  }

  return {
    async advance(customerId: string, target: Instant): Promise<ClockMoved> {
      const operation = deps.newId('op');
      if (!(await beginAdvance(db, customerId, operation, target, now())))
        throw new Refusal('clock_moving', 'another advance of this customer runs');
      const moving = move(customerId, operation, target).then(
        () => endAdvance(db, customerId, now(), null),
        async (error: unknown) => {
          await endAdvance(db, customerId, now(), error instanceof Error ? error.message : String(error));
          throw error;
        },
      );
      const timer = new AbortController();
      const late = sleep(ANSWER_WITHIN_MS, 'late' as const, { signal: timer.signal, ref: false }).catch(
        () => 'late' as const,
      );
      const first = await Promise.race([moving, late]);
      timer.abort();
      if (first !== 'late') return { now: target, done: true, operation: null };
      moving.catch(() => undefined);
      return { now: target, done: false, operation };
    },
  };
}
