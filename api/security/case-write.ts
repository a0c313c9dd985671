import type { z } from 'zod';
import type { Change } from '../../db/change.ts';
import type { Db } from '../../db/database.ts';
import { writeRecording } from '../../db/fact-stream.ts';
import { findSecurityCase } from '../../db/lists/security-cases.ts';
import { continueCase, type LoadedCase, loadCase } from '../../db/security-cases.ts';
import { Refusal } from '../../domain/errors.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { Actor } from '../actor.ts';
import type { ApiDeps } from '../deps.ts';
import { customerWrite } from '../customer-write.ts';
import { keepNote, writeNote } from '../notes.ts';
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
  /** Of the path. */
  readonly params: Params;
  /** Keeps a text beside the facts, about the case or a part of it. */
  readonly keep: (subject: string, kind: string, text: string) => void;
}

type MaybeAsync<T> = T | Promise<T>;

export interface CaseWriteSpec<Body> {
  readonly id: RouteId;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly idempotencyKey: 'required' | 'optional';
  readonly body: z.ZodType<Body>;
  /** Whether a closed case takes it: what is taken back or asked for afterwards. */
  readonly whileClosed?: true;
  /** What the note is to the case; default: the kind of the first fact. */
  noteKinds?(body: Body): readonly string[];
  /** Asks the outside world before anything is locked. @throws Refusal */
  readonly before?: (deps: ApiDeps, context: WriteContext, body: Body) => Promise<void>;
  /** The fact that this call adds, or several. @throws Refusal */
  draft(context: CaseContext, body: Body): MaybeAsync<CaseFactDraft | readonly [CaseFactDraft, ...CaseFactDraft[]]>;
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
      const typed = { actor: actor.name, wallNow };
      const keep: CaseContext['keep'] = (subject, kind, text) =>
        void writeNote(change, { subject, kind, text, ...typed });
      const drafts = [await spec.draft({ change, loaded, actor, params, keep }, body)].flat();
      const stamp = { at: change.now, recordedAt: wallNow, actor: actor.name };
      writeRecording(change, continueCase(loaded, drafts, stamp));
      for (const kind of spec.noteKinds?.(body) ?? drafts.slice(0, 1).map((draft) => draft.kind))
        keepNote(change, { subject: id, kind, text: body.note, ...typed });
      return id;
    },
  });
}

async function customerOfCase(db: Db, { params }: WriteContext): Promise<string> {
  const found = await findSecurityCase(db, params['case'] ?? '');
  if (found === undefined) throw new Refusal('not_found', `there is no security case ${params['case'] ?? ''}`);
  return found.customerId;
}
