import { expect, it } from 'vitest';
import { casePerformanceOf } from '../../db/case-performance.ts';
import { answerTimes } from '../../db/lists/security-standing.ts';
import { openCase } from '../../db/security-cases.ts';
import { inTurn } from '../../db/statement.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import { aCustomer, anId, databaseOfFile, WALL } from './support.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const { db } = await databaseOfFile();

/** A case that was received and answered so long ago; `answeredAgo` null: it is open; `detectedAgo` null: no alert says when. */
async function aCase(
  customerId: string,
  receivedAgo: number,
  answeredAgo: number | null,
  detectedAgo: number | null = null,
): Promise<void> {
  const receipt: CaseFactDraft = {
    kind: 'case.received',
    body: { kind: 'fraud', severity: 'high', source: 'alert', receivedAt: WALL - receivedAgo, answerBy: null },
  };
  const alert: CaseFactDraft = {
    kind: 'case.alertLinked',
    body: {
      occurrence: anId('sec'),
      alert: 'a',
      way: 'graph',
      azureSubscription: null,
      alertType: 'CryptoMining',
      ...(detectedAgo === null ? {} : { detectedAt: WALL - detectedAgo }),
    },
  };
  const end: readonly CaseFactDraft[] =
    answeredAgo === null
      ? []
      : [
          { kind: 'case.judged', body: { verdict: 'legitimate', waived: false } },
          { kind: 'case.answered', body: { alerts: ['a'] } },
          { kind: 'case.closed', body: {} },
        ];
  const stamp = { at: WALL - (answeredAgo ?? receivedAgo), recordedAt: WALL, actor: 'test' };
  const { statements } = openCase({ id: anId('sec'), customerId }, [receipt, alert, ...end], stamp);
  await db.transaction().execute((trx) => inTurn(trx, statements));
}

it('answers how long answering took on average and how much of it took less than a day, and what is open', async () => {
  expect(await casePerformanceOf(db, WALL, false)).toEqual({
    at: WALL,
    periods: [
      { days: 30, answered: 0, averageHours: null, within24Hours: null },
      { days: 90, answered: 0, averageHours: null, within24Hours: null },
    ],
    open: { cases: 0, alerts: 0, olderThan24Hours: 0, olderThan60Days: 0, oldestReceivedAt: null },
  });
  const customer = await aCustomer(db);
  await aCase(customer, 2 * DAY, 2 * DAY - 3 * HOUR);
  await aCase(customer, 10 * DAY, 10 * DAY - 30 * HOUR);
  await aCase(customer, 41 * DAY, 40 * DAY);
  await aCase(customer, 200 * DAY, 199 * DAY);
  await aCase(customer, HOUR, null);
  await aCase(customer, 61 * DAY, null);
  const onTestClock = await aCustomer(db);
  await db
    .updateTable('customer')
    .set({ clock_mode: 'test', clock_offset_ms: BigInt(7 * DAY) })
    .where('id', '=', onTestClock)
    .execute();
  await aCase(onTestClock, HOUR, null);

  const live = await casePerformanceOf(db, WALL, false);
  expect(live.periods).toEqual([
    // 3 h and 30 h; one of them in time, and one more that is still open after 61 days.
    { days: 30, answered: 2, averageHours: '16.50', within24Hours: '33.3' },
    { days: 90, answered: 3, averageHours: '19.00', within24Hours: '50.0' },
  ]);
  expect(live.open).toEqual({
    cases: 2,
    alerts: 2,
    olderThan24Hours: 1,
    olderThan60Days: 1,
    oldestReceivedAt: WALL - 61 * DAY,
  });
  // On its own clock the other customer's case is a week old.
  expect((await casePerformanceOf(db, WALL, true)).open).toMatchObject({ cases: 3, olderThan24Hours: 2 });
});

it('counts the average as Microsoft does, from its detection, and our own day from the receipt', async () => {
  const customer = await aCustomer(db);
  // Detected 30 h, told of 20 h before it was answered; beside those above, of 3 h and of 30 h.
  await aCase(customer, 2 * DAY, 2 * DAY - 20 * HOUR, 2 * DAY + 10 * HOUR);
  const [after] = (await casePerformanceOf(db, WALL, false)).periods;
  expect(after).toMatchObject({ answered: 3, averageHours: '21.00', within24Hours: '50.0' });
  expect(await answerTimes(db, WALL - 3 * DAY)).toEqual({ answered: 2, averageMs: 16.5 * HOUR });
});
