import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { tellLives } from '../activities/rounds/tell-lives.ts';
import { tellStreams } from '../activities/streams/tell-streams.ts';
import type { Db } from '../db/database.ts';
import { markDelivered, undelivered } from '../db/outbox.ts';
import { STREAMS, undeliveredOf } from '../db/stream-delivery.ts';
import type { Instant } from '../domain/calendar/day.ts';

/** The API tells a life right after its commit; the relay leaves a mark alone for so long before it does so itself. */
const LEAVE_ALONE_MS = 3_000;
const PAUSE_MS = 1_000;
const BATCH = 200;

export interface RelayDeps {
  readonly db: Db;
  readonly client: Client;
  readonly taskQueue: string;
  readonly wallNow: () => Instant;
  readonly log: Logger;
}

/**
 * Delivers marks that did not get through: the API died after its commit, Temporal was down, a book was imported. The
 * mark is the outbox, one a customer, so nothing can overtake and nothing is delivered in vain twice. Cases and
 * grants are told by the relay alone: a second is short beside their hours.
 */
export function startRelay({ db, client, taskQueue, wallNow, log }: RelayDeps): { stop(): Promise<void> } {
  const stopping = new AbortController();

  const deliver = async (): Promise<number> => {
    const marks = await undelivered(db, { olderThan: wallNow() - LEAVE_ALONE_MS, limit: BATCH });
    const lives = marks.map((mark) => ({ ...mark, change: { factVersion: mark.factVersion, because: mark.because } }));
    const told = await tellLives({ client, taskQueue, log }, lives);
    await markDelivered(db, told);
    for (const stream of STREAMS)
      await tellStreams({ db, client, taskQueue, log }, stream, await undeliveredOf(db, stream, BATCH));
    return told.length;
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const count = await deliver().catch((error: unknown) => {
        log.warn({ err: error }, 'marks could not be delivered; trying again');
        return 0;
      });
      if (count > 0) log.info({ count }, 'marks delivered late');
      if (count < BATCH) await sleep(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
