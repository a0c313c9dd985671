import type { z } from 'zod';
import type { Change } from '../../db/change.ts';
import type { Db } from '../../db/database.ts';
import { findSecurityCase } from '../../db/lists/security-cases.ts';
import { continueCase, type LoadedCase, loadCase } from '../../db/security-cases.ts';
import { Refusal } from '../../domain/errors.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { Actor } from '../actor.ts';
import { customerWrite } from '../customer-write.ts';
import { keepNote } from '../notes.ts';
import { securityCaseResource } from '../resources/security-case.ts';
import type { RouteId } from '../roles.ts';
import type { Params, Route } from '../route.ts';
import type { WriteContext } from '../write.ts';

/** A case to be changed, under its customer's lock. */
export interface CaseContext {
  readonly change: Change;
  readonly loaded: LoadedCase;
  /** Who calls. */
  readonly actor: Actor;
  readonly params: Params;
}

export interface CaseWriteSpec<Body> {
  readonly id: RouteId;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly idempotencyKey: 'required' | 'optional';
  readonly body: z.ZodType<Body>;
  /** Whether a closed case takes it: what is taken back or asked for afterwards. */
  readonly whileClosed?: true;
  /** What the note is to the case; default: the kind of the fact. */
  noteKinds?(body: Body): readonly string[];
  /** The fact that this call adds. @throws Refusal */
  draft(context: CaseContext, body: Body): Promise<CaseFactDraft> | CaseFactDraft;
}

/** A call by which a person moves a case on. The note is kept beside the fact. */
export function caseWrite<Body extends { readonly note?: string | null | undefined }>(
  spec: CaseWriteSpec<Body>,
): Route {
  return customerWrite<Body, typeof securityCaseResource.schema>({
    ...spec,
    method: 'POST',
    status: 200,
    because: 'securityCase',
    on: securityCaseResource,
    shows: securityCaseResource,
    customer: customerOfCase,
    async change(change, { actor, params }, body, { now }) {
      const id = params['case'] ?? '';
      const loaded = await loadCase(change.trx, id);
      if (loaded === undefined) throw new Refusal('not_found', `there is no security case ${id}`);
      if (loaded.known.closedAt !== null && spec.whileClosed !== true)
        throw new Refusal('wrong_phase', 'the case is closed; open a new one');
      const wallNow = now();
      const draft = await spec.draft({ change, loaded, actor, params }, body);
      const stamp = { at: change.now, recordedAt: wallNow, actor: actor.name };
      const { statements, events } = continueCase(loaded, [draft], stamp);
      for (const statement of statements) change.write(statement);
      for (const event of events) change.audit(event.kind, event.body);
      for (const kind of spec.noteKinds?.(body) ?? [draft.kind])
        keepNote(change, { subject: id, kind, text: body.note, actor: actor.name, wallNow });
      return id;
    },
  });
}

async function customerOfCase(db: Db, { params }: WriteContext): Promise<string> {
  const found = await findSecurityCase(db, params['case'] ?? '');
  if (found === undefined) throw new Refusal('not_found', `there is no security case ${params['case'] ?? ''}`);
  return found.customerId;
}
