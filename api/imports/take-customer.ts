import { randomBytes } from 'node:crypto';
import { commitChange } from '../../db/commit-change.ts';
import { customerOfSeller } from '../../db/import-lookups.ts';
import { type ImportRowOutcome, importRowStatements } from '../../db/imports.ts';
import { registerCustomer } from '../../db/register-customer.ts';
import type { Change, ChangeRequest, Committed } from '../../db/change.ts';
import type { BookRow } from '../../domain/book/read-row.ts';
import { plannedCustomer } from '../customers/planned-customer.ts';
import type { ApiDeps } from '../deps.ts';
import { takeRows } from './take-rows.ts';
import type { ImportPlan } from './import-plan.ts';

/** The import that rows belong to. */
export interface ImportContext {
  readonly id: string;
  readonly sellerId: string;
  readonly actor: string;
  readonly plan: ImportPlan;
}

/** Nothing of these rows could be taken in, so the customer they would have made is not made either. */
class NothingTaken extends Error {
  override readonly name = 'NothingTaken';
  readonly outcomes: readonly ImportRowOutcome[];

  constructor(outcomes: readonly ImportRowOutcome[]) {
    super('every row was refused');
    this.outcomes = outcomes;
  }
}

/**
 * Takes in some rows of one customer in one transaction, with their outcomes, and registers the customer where it is
 * new. Answers outcomes that were not written because nothing was.
 * @throws Refusal of what concerns the customer as a whole; the database's errors
 */
export async function takeCustomer(
  deps: ApiDeps,
  context: ImportContext,
  rows: readonly BookRow[],
): Promise<readonly ImportRowOutcome[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const wallNow = deps.now();
  const request = { actor: context.actor, wallNow, newId: deps.newId, because: 'import' };
  const known = await customerOfSeller(deps.db, context.sellerId, first.customer);
  const work = async (change: Change): Promise<void> => {
    const { format } = context.plan;
    const columnOf = (field: 'issuedOn' | 'settledOn' | 'invoice' | 'amount') => format.columns[field] ?? null;
    const outcomes = await takeRows(change, rows, { wallNow, columnOf });
    if (known === undefined && outcomes.every((outcome) => outcome.state === 'refused'))
      throw new NothingTaken(outcomes);
    for (const statement of importRowStatements(context.id, outcomes)) change.write(statement);
  };
  try {
    const committed =
      known === undefined
        ? await register(deps, context, request, first, work)
        : await commitChange(deps.db, { ...request, customer: known }, work);
    await tell(deps, committed);
    return [];
  } catch (error) {
    if (error instanceof NothingTaken) return error.outcomes;
    throw error;
  }
}

async function register(
  deps: ApiDeps,
  { plan, sellerId }: ImportContext,
  request: ChangeRequest & { readonly wallNow: number },
  row: BookRow,
  work: (change: Change) => Promise<void>,
): Promise<Committed<void>> {
  const planned = await plannedCustomer(
    deps,
    { sellerId, actor: request.actor, wallNow: request.wallNow },
    plan.customerOf(row),
  );
  return await registerCustomer(deps.db, request, planned.registration, async (change) => {
    for (const statement of planned.statements(randomBytes(32))) change.write(statement);
    await work(change);
  });
}

/** The life is told at once; where that fails the relay tells it. */
async function tell({ lifecycle }: ApiDeps, { customerId, factVersion, operationId }: Committed<void>): Promise<void> {
  if (operationId !== null) await lifecycle.changed(customerId, { factVersion, because: 'import' }, operationId);
}
