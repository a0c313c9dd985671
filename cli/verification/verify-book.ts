import { verifyChains } from '../../db/audit.ts';
import { compareBalances } from '../../db/balances.ts';
import { type CustomerHead, findCustomer } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { latestDecisions } from '../../db/decisions.ts';
import { firstTamperedFact } from '../../db/facts.ts';
import { compareJournals, compareProjections } from '../../db/rebuild.ts';
import { redecide } from './redecide.ts';

/** One check over the whole book: how much was looked at, and what was wrong, a line each. */
export interface Check {
  readonly name: string;
  readonly looked: number;
  readonly wrong: readonly string[];
}

export interface VerifyOptions {
  /** How many of each customer's latest decisions are made again. */
  readonly decisions: number;
  readonly onProgress?: (progress: { readonly customers: number; readonly done: number }) => void;
}

/**
 * Checks everything that can be recomputed: chains of audit and facts, journals and balances, every row that follows
 * from facts, and decisions. Reads only.
 */
export async function verifyBook(db: Db, { decisions, onProgress }: VerifyOptions): Promise<readonly Check[]> {
  const ids = await db.selectFrom('customer').select('id').orderBy('id').execute();
  const facts: string[] = [];
  const journals: string[] = [];
  const rows: string[] = [];
  const decided = { looked: 0, otherVersion: 0, wrong: [] as string[] };
  for (const [index, { id }] of ids.entries()) {
    const customer = await findCustomer(db, id);
    if (customer === undefined) continue;
    const tampered = await firstTamperedFact(db, id);
    if (tampered) facts.push(`${id}: fact ${tampered.version}.${tampered.seq} is not what its hash says`);
    for (const fact of await compareJournals(db, customer)) journals.push(`${id}: journal of fact ${fact}`);
    for (const { table, key, what } of await compareProjections(db, customer))
      rows.push(`${id}: ${table} ${key} is ${what}`);
    await decideAgain(db, customer, decisions, decided);
    onProgress?.({ customers: ids.length, done: index + 1 });
  }
  const chains = await verifyChains(db);
  const balances = await compareBalances(db);
  return [
    {
      name: `audit chains (${chains.events} events)`,
      looked: chains.chains,
      wrong: chains.broken.map(({ chain, seq, why }) => `${chain}: event ${seq} is ${why}`),
    },
    { name: 'fact chains', looked: ids.length, wrong: facts },
    { name: 'journals of facts', looked: ids.length, wrong: journals },
    {
      name: 'balances against journals',
      looked: await countBalances(db),
      wrong: balances.map(
        (wrong) =>
          `${wrong.customerId ?? wrong.sellerId}: ${wrong.account} ${wrong.currency} is ${wrong.kept}, not ${wrong.summed}`,
      ),
    },
    { name: 'rows against facts', looked: ids.length, wrong: rows },
    {
      name: `decisions made again${decided.otherVersion > 0 ? ` (${decided.otherVersion} of another version left out)` : ''}`,
      looked: decided.looked,
      wrong: decided.wrong,
    },
  ];
}

async function decideAgain(
  db: Db,
  customer: CustomerHead,
  limit: number,
  found: { looked: number; otherVersion: number; readonly wrong: string[] },
): Promise<void> {
  for (const stored of await latestDecisions(db, customer.id, limit)) {
    const again = await redecide(db, stored);
    if (again === 'otherVersion') found.otherVersion += 1;
    else found.looked += 1;
    if (again === 'different') found.wrong.push(`${customer.id}: decision ${stored.id} comes out otherwise now`);
    if (again === 'factsChanged') found.wrong.push(`${customer.id}: the facts of decision ${stored.id} have changed`);
  }
}

async function countBalances(db: Db): Promise<number> {
  const row = await db
    .selectFrom('balance')
    .select((of) => of.fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
