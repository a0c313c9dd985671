import type { z } from 'zod';
import { paymentPlan, promise } from '../../contracts/promises.ts';
import { findMakingCommand } from '../../db/commands.ts';
import { findPromise, listPromises, type PromiseRecord } from '../../db/lists/claims.ts';
import type { StoredMoney } from '../../domain/facts/stored-money.ts';
import type { CommandState } from '../../db/tables/fact-tables.ts';
import { Refusal } from '../../domain/errors.ts';
import { money } from '../../domain/money.ts';
import { fromStored } from '../../domain/money-format.ts';
import type { Resource } from '../resource.ts';

type PromiseView = z.output<typeof promise>;

/** A plan has at most so many instalments. */
const MOST_INSTALMENTS = 60;

/** A promise to pay: on record, or given and not yet decided. */
export const promiseResource: Resource<typeof promise> = {
  name: 'promise',
  schema: promise,
  async load(db, id) {
    const record = await findPromise(db, id);
    if (record !== undefined) return promiseView(record);
    const command = await findMakingCommand(db, 'promise.make', id);
    if (command === undefined) throw new Refusal('not_found', `there is no promise ${id}`);
    return undecided(command, null, command.body);
  },
};

/** Several promises that were agreed together. */
export const paymentPlanResource: Resource<typeof paymentPlan> = {
  name: 'plan',
  schema: paymentPlan,
  async load(db, id) {
    const { items } = await listPromises(db, { plan: id }, { limit: MOST_INSTALMENTS });
    const [first] = items;
    if (first !== undefined) return { id, customer: first.customerId, instalments: byDay(items.map(promiseView)) };
    const command = await findMakingCommand(db, 'plan.agree', id);
    if (command === undefined) throw new Refusal('not_found', `there is no payment plan ${id}`);
    const instalments = command.body.instalments.map((promised) => undecided(command, id, promised));
    return { id, customer: command.customerId, instalments: byDay(instalments) };
  },
};

export function promiseView(record: PromiseRecord): PromiseView {
  const { id, customerId, plan, currency, amount, kept, dueOn, state, madeAt } = record;
  return {
    id,
    customer: customerId,
    plan,
    amount: money(amount, currency),
    paid: money(kept, currency),
    dueOn,
    state,
    madeAt,
  };
}

function undecided(
  command: { readonly customerId: string; readonly state: CommandState },
  plan: string | null,
  promised: { readonly promise: string; readonly amount: StoredMoney; readonly dueOn: string },
): PromiseView {
  return {
    id: promised.promise,
    customer: command.customerId,
    plan,
    amount: fromStored(promised.amount),
    paid: money(0n, promised.amount.currency),
    dueOn: promised.dueOn,
    state: command.state === 'refused' ? 'refused' : 'pending',
    madeAt: null,
  };
}

function byDay(instalments: readonly PromiseView[]): PromiseView[] {
  return instalments.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
}
