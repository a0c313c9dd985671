import type { z } from 'zod';
import { hold } from '../../contracts/holds.ts';
import { findMakingCommand } from '../../db/commands.ts';
import type { Db } from '../../db/database.ts';
import { findHold, type HoldRecord } from '../../db/lists/holds.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';
import { typedTexts } from './typed-text.ts';

type HoldView = z.output<typeof hold>;

/** A hold: in force, ended, or asked for and not yet decided. */
export const holdResource: Resource<typeof hold> = {
  name: 'hold',
  schema: hold,
  async load(db, id) {
    const record = await findHold(db, id);
    const [view] = record === undefined ? [await askedFor(db, id)] : await holdViews(db, [record]);
    if (view === undefined) throw new Refusal('not_found', `there is no hold ${id}`);
    return view;
  },
};

export async function holdViews(db: Db, records: readonly HoldRecord[]): Promise<HoldView[]> {
  const notes = await typedTexts(
    db,
    records.map((record) => record.id),
    'reason',
  );
  return records.map(({ id, customerId, reason, scope, since, until, placedBy, ...ending }) => ({
    id,
    customer: customerId,
    reason,
    scope,
    since,
    until,
    placedBy,
    state: ending.active ? 'active' : 'ended',
    endedAt: ending.releasedAt,
    endedBecause: ending.releasedBecause,
    note: notes.get(id) ?? null,
  }));
}

async function askedFor(db: Db, id: string): Promise<HoldView | undefined> {
  const command = await findMakingCommand(db, 'hold.place', id);
  if (command === undefined) return undefined;
  const { reason, scope, until } = command.body;
  return {
    id,
    customer: command.customerId,
    reason,
    scope,
    since: null,
    until,
    placedBy: command.actor,
    state: command.state === 'refused' ? 'refused' : 'pending',
    endedAt: null,
    endedBecause: null,
    note: (await typedTexts(db, [id], 'reason')).get(id) ?? null,
  };
}
