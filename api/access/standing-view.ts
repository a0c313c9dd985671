import type { z } from 'zod';
import type { securityStanding } from '../../contracts/security-standing.ts';
import type { Db } from '../../db/database.ts';
import { answerTimes, coverageRows } from '../../db/lists/security-standing.ts';
import { findScore } from '../../db/security-score.ts';
import { FRESH_MS } from '../../domain/access/controls.ts';
import { percentOf } from '../../domain/access/coverage.ts';
import type { Instant } from '../../domain/calendar/day.ts';

const DAY_MS = 86_400_000;
/** Microsoft looks at it once a year, in the month of the anniversary (practice 67). */
const LOOKED_AT_MS = 365 * DAY_MS;

/** The partner's own standing, as it is on record. */
export async function standingView(db: Db, wallNow: Instant): Promise<z.output<typeof securityStanding>> {
  const score = await findScore(db);
  const rows = await coverageRows(db);
  const isRead = ({ readAt }: (typeof rows)[number]) => readAt !== null && wallNow - readAt <= FRESH_MS;
  const read = rows.filter(isRead);
  const admins = read.reduce((sum, row) => sum + row.admins, 0);
  const withoutMfa = read.filter((row) => row.adminsWithoutMfa > 0);
  const withMfa = admins - withoutMfa.reduce((sum, row) => sum + row.adminsWithoutMfa, 0);
  const azure = read.filter((row) => row.azureSubscriptions > 0);
  const budgeted = azure.filter((row) => row.hasBudget);
  const { answered, averageMs } = await answerTimes(db, wallNow - LOOKED_AT_MS);
  return {
    score: score === undefined ? null : { ...score, requirements: [...score.requirements] },
    adminMfa: {
      total: admins,
      covered: withMfa,
      percent: percentOf(withMfa, admins),
      misses: withoutMfa.map((row) => ({ customer: row.customer, admins: row.adminsWithoutMfa })),
    },
    budgets: {
      total: azure.length,
      covered: budgeted.length,
      percent: percentOf(budgeted.length, azure.length),
      misses: azure.filter((row) => !row.hasBudget).map(({ customer }) => ({ customer })),
    },
    unread: rows.filter((row) => !isRead(row)).map(({ customer, readAt }) => ({ customer, readAt })),
    answers: {
      answered,
      averageMinutes: averageMs === null ? null : Math.round(averageMs / 60_000),
      withinDay: averageMs === null ? null : averageMs <= DAY_MS,
    },
  };
}
