import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { LIFECYCLE_TYPE } from '../../contracts/lifecycle.ts';
import type { Round, RoundReport } from '../../contracts/round-activities.ts';
import type { Db } from '../../db/database.ts';
import type { tendBook } from '../../workflows/index.ts';
import { timed } from '../measures/timing.ts';
import { type Calls, callsSince } from './calls.ts';

const ASSESSED_WITHIN_MS = 60_000;

/** Where rounds are walked and looked at. */
export interface RoundGround {
  readonly db: Db;
  readonly client: Client;
  readonly taskQueue: string;
  readonly microsoftUrl: string;
}

/** What one round over the whole book came to. */
export interface Walked {
  readonly round: Round;
  readonly report: RoundReport;
  readonly ms: number;
  readonly calls: Calls;
  /** Turns that lives of customers took meanwhile: none of a quiet customer's (design, "Time"). */
  readonly turns: number;
  /** Runs of lives that were started meanwhile: each would cost a history of its own. */
  readonly runs: number;
}

/** Walks one round as its schedule would, and counts what it cost. */
export async function walkRound(ground: RoundGround, round: Round, place: number): Promise<Walked> {
  const before = { turns: await turns(ground.db), runs: await runs(ground.client) };
  let report: RoundReport = { looked: 0, woken: 0 };
  const ms = await timed(async () => {
    report = await ground.client.workflow.execute<typeof tendBook>('tendBook', {
      workflowId: `bench-${round}-${randomUUID()}`,
      taskQueue: ground.taskQueue,
      args: [round],
    });
  });
  await untilAssessed(ground.db);
  const calls = await callsSince(ground.microsoftUrl, place);
  const after = { turns: await turns(ground.db), runs: await runs(ground.client) };
  return { round, report, ms, calls, turns: after.turns - before.turns, runs: after.runs - before.runs };
}

/** A life that was woken takes its turn after the round: it is waited for, so that it counts. */
async function untilAssessed(db: Db): Promise<void> {
  const giveUpAt = Date.now() + ASSESSED_WITHIN_MS;
  for (;;) {
    const behind = await db
      .selectFrom('customer')
      .select('id')
      .whereRef('fact_version', '>', 'assessed_version')
      .executeTakeFirst();
    if (behind === undefined) return;
    if (Date.now() > giveUpAt) throw new Error(`${behind.id} does not assess`);
    await sleep(20);
  }
}

async function turns(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('decision')
    .select((of) => of.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Of all lives, whether they run or have ended. */
async function runs(client: Client): Promise<number> {
  return (await client.workflow.count(`WorkflowType = '${LIFECYCLE_TYPE}'`)).count;
}
