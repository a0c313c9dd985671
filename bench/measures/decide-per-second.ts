import type { DecideInput } from '../../domain/decide-input.ts';
import { decide } from '../../domain/decide.ts';
import type { Account } from '../../domain/account/account.ts';
import { foldFacts } from '../../domain/account/fold.ts';
import { loadFacts } from '../../db/facts.ts';
import { loadPolicy } from '../../db/policies.ts';
import type { BenchInstallation } from '../installation/open-installation.ts';
import type { Figure } from './figure.ts';
import { median } from './statistics.ts';

const RUNS = 5;
const RUN_MS = 600;

interface Remembered {
  readonly account: Account;
  readonly input: DecideInput;
}

/** How often the kernel decides in a second: every decision of a year-old life again, with a suspension in it. */
export async function measureDecide(home: BenchInstallation): Promise<readonly Figure[]> {
  const decisions = await decisionsOfTheLongestLife(home);
  const perSecond: number[] = [];
  for (let run = 0; run < RUNS; run += 1) perSecond.push(decidedInOneRun(decisions));
  const how = `the ${decisions.length} decisions of a customer-year over and over, one core; median of ${RUNS} runs`;
  return [{ what: 'decide', value: median(perSecond), unit: '/s', how }];
}

function decidedInOneRun(decisions: readonly Remembered[]): number {
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < RUN_MS) {
    for (const { account, input } of decisions) decide(account, input);
    count += decisions.length;
  }
  return (count / (performance.now() - start)) * 1_000;
}

async function decisionsOfTheLongestLife({ db }: BenchInstallation): Promise<readonly Remembered[]> {
  const { customer_id } = await db
    .selectFrom('decision')
    .select(['customer_id', (of) => of.fn.countAll().as('count')])
    .groupBy('customer_id')
    .orderBy('count', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('decision')
    .select(['fact_version', 'now', 'policy_key', 'policy_version', 'active_policy_version'])
    .where('customer_id', '=', customer_id)
    .orderBy('now')
    .execute();
  const remembered: Remembered[] = [];
  for (const row of rows) {
    remembered.push({
      account: foldFacts(await loadFacts(db, customer_id, { atVersion: row.fact_version })),
      input: {
        policy: await loadPolicy(db, row.policy_key, row.policy_version),
        activePolicyVersion: row.active_policy_version,
        now: row.now.getTime(),
        pending: [],
        newId: (prefix) => `${prefix}_bench`,
      },
    });
  }
  return remembered;
}
