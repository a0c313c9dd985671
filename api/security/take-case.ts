import type { z } from 'zod';
import type { newSecurityCase } from '../../contracts/security-cases.ts';
import type { Change } from '../../db/change.ts';
import { openCase } from '../../db/security-cases.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { writeNote } from '../notes.ts';
import { SUMMARY_NOTE } from '../resources/security-case.ts';
import type { WriteContext } from '../write.ts';

/** Opens a case that a person was told of. @throws Refusal `future_effective_day` for a receipt that has not been yet */
export function takeCase(
  change: Change,
  { actor }: WriteContext,
  body: z.output<typeof newSecurityCase>,
  { now }: ApiDeps,
): string {
  const { kind, severity, source, receivedAt, answerBy = null, category = null, summary } = body;
  if (receivedAt > change.now) throw new Refusal('future_effective_day', 'the case would be received in the future');
  const id = change.newId('sec');
  const wallNow = now();
  const received = { kind: 'case.received', body: { kind, severity, source, receivedAt, answerBy } } as const;
  const categorised = category === null ? [] : [{ kind: 'case.categorised', body: { category } } as const];
  const stamp = { at: change.now, recordedAt: wallNow, actor: actor.name };
  const { statements, events } = openCase({ id, customerId: change.customer.id }, [received, ...categorised], stamp);
  for (const statement of statements) change.write(statement);
  for (const event of events) change.audit(event.kind, event.body);
  writeNote(change, { subject: id, kind: SUMMARY_NOTE, text: summary, actor: actor.name, wallNow });
  return id;
}
