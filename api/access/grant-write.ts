import type { z } from 'zod';
import { continueGrant, type LoadedGrant, loadGrant } from '../../db/access-grants.ts';
import type { Change } from '../../db/change.ts';
import type { Db } from '../../db/database.ts';
import { writeRecording } from '../../db/fact-stream.ts';
import { isOver } from '../../domain/access/access-grant.ts';
import type { GrantFactDraft } from '../../domain/access/grant-facts.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import { customerWrite } from '../customer-write.ts';
import { writeNote } from '../notes.ts';
import { accessGrantResource } from '../resources/access-grant.ts';
import type { RouteId } from '../roles.ts';
import type { Route } from '../route.ts';
import type { WriteContext } from '../write.ts';

/** A grant to be changed, under its customer's lock. */
export interface GrantContext {
  readonly change: Change;
  readonly loaded: LoadedGrant;
  readonly actor: string;
  readonly wallNow: Instant;
}

export interface GrantWriteSpec<Body> {
  readonly id: RouteId;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  /** The fact that this call adds, and the text that goes with it. @throws Refusal */
  draft(
    context: GrantContext,
    body: Body,
  ): Promise<{ readonly fact: GrantFactDraft; readonly note: { readonly kind: string; readonly text: string } }>;
}

/** A call by which a person moves a grant on. What they say is kept beside the fact. */
export function grantWrite<Body>(spec: GrantWriteSpec<Body>): Route {
  return customerWrite<Body, typeof accessGrantResource.schema>({
    ...spec,
    method: 'POST',
    status: 200,
    idempotencyKey: 'required',
    because: 'accessGrant',
    on: accessGrantResource,
    shows: accessGrantResource,
    customer: customerOfGrant,
    async change(change, { actor, params }, body, { now }) {
      const loaded = await loadedGrant(change.trx, params['grant'] ?? '');
      if (isOver(loaded.known)) throw new Refusal('conflict', 'the grant is over; ask for a new one');
      const wallNow = now();
      const { fact, note } = await spec.draft({ change, loaded, actor: actor.name, wallNow }, body);
      const stamp = { at: change.now, recordedAt: wallNow, actor: actor.name };
      writeRecording(change, continueGrant(loaded, [fact], stamp));
      writeNote(change, { subject: loaded.id, ...note, actor: actor.name, wallNow });
      return loaded.id;
    },
  });
}

async function loadedGrant(db: Db, id: string): Promise<LoadedGrant> {
  const loaded = await loadGrant(db, id);
  if (loaded === undefined) throw new Refusal('not_found', `there is no access grant ${id}`);
  return loaded;
}

async function customerOfGrant(db: Db, { params }: WriteContext): Promise<string> {
  return (await loadedGrant(db, params['grant'] ?? '')).customerId;
}
