import { appendSystemAudit } from '../../db/audit.ts';
import type { Trx } from '../../db/database.ts';
import { closePartnerTasks, openPartnerTask } from '../../db/partner-tasks.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { PartnerTaskFor } from '../../domain/notices-of-microsoft/decide-mail.ts';
import type { ActivityDeps } from '../deps.ts';

export type AskDeps = Pick<ActivityDeps, 'db' | 'wallNow' | 'newId'>;

/** Work for a person that belongs to no customer, and its row in the system's audit. */
export interface PartnerAsking {
  /** Names the occasion: one task for each. */
  readonly key: string;
  readonly what: string;
  readonly for: PartnerTaskFor;
  /** Wall time. */
  readonly dueAt: Instant;
  readonly subject?: string;
  /** Kind of the row in the audit. */
  readonly kind: string;
  readonly actor: string;
  /** Ids, codes and numbers; the id of the task is added. */
  readonly body?: object;
}

/** Asks once for the occasion. @returns the id of the task where it is new */
export async function askPartner(deps: AskDeps, asking: PartnerAsking): Promise<string | null> {
  return await deps.db.transaction().execute((trx) => askPartnerWithin(deps, trx, asking));
}

/** As `askPartner`, together with what the transaction is about. */
export async function askPartnerWithin(
  { wallNow, newId }: Pick<AskDeps, 'wallNow' | 'newId'>,
  trx: Trx,
  { kind, actor, body, subject, ...task }: PartnerAsking,
): Promise<string | null> {
  const now = wallNow();
  const id = newId('ptk');
  if (!(await openPartnerTask(trx, { ...task, id, subject: subject ?? null, openedAt: now }))) return null;
  await appendSystemAudit(trx, [{ kind, actor, at: now, recordedAt: now, body: { ...body, task: id } }]);
  return id;
}

/** Nobody need see to it any more: what is still open of the tasks whose keys begin so is closed, in the name of whoever saw that. */
export async function closeAsked(
  { wallNow }: Pick<AskDeps, 'wallNow'>,
  trx: Trx,
  keys: string,
  actor: string,
): Promise<void> {
  const at = wallNow();
  const closed = await closePartnerTasks(trx, keys, actor, at);
  if (closed.length === 0) return;
  const kind = 'partnerTask.closed';
  await appendSystemAudit(
    trx,
    closed.map(({ id, what }) => ({ kind, actor, at, recordedAt: at, body: { task: id, what } })),
  );
}
