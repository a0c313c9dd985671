import type { z } from 'zod';
import { dunningEscalation, dunningPause, dunningResume, dunningStart } from '../../contracts/dunning.ts';
import type { CommandBodies } from '../../domain/commands/command.ts';
import { customerWrite } from '../customer-write.ts';
import { keepNote } from '../notes.ts';
import { customerResource } from '../resources/customer.ts';
import { dunningResource } from '../resources/dunning.ts';
import type { RouteId } from '../roles.ts';
import type { Route } from '../route.ts';

type DunningKind = Extract<keyof CommandBodies, `dunning.${string}`>;

/** A person drives the ladder; the life judges whether it may go there. */
export const dunningRoutes: readonly Route[] = [
  dunningRoute({
    id: 'startDunning',
    kind: 'dunning.start',
    does: 'start',
    summary: 'Open a case for debt that the policy would let be',
    idempotencyKey: 'required',
    body: dunningStart,
    command: () => ({}),
  }),
  dunningRoute({
    id: 'pauseDunning',
    kind: 'dunning.pause',
    does: 'pause',
    summary: 'Let dunning rest until a day; it may come before there is a case',
    idempotencyKey: 'optional',
    body: dunningPause,
    command: ({ until }) => ({ until }),
  }),
  dunningRoute({
    id: 'resumeDunning',
    kind: 'dunning.resume',
    does: 'resume',
    summary: 'End a pause before its day',
    idempotencyKey: 'optional',
    body: dunningResume,
    command: () => ({}),
  }),
  dunningRoute({
    id: 'escalateDunning',
    kind: 'dunning.escalate',
    does: 'escalate',
    summary: 'Jump to a later step; never past a warning that must precede it',
    idempotencyKey: 'required',
    body: dunningEscalation,
    command: ({ toStep }) => ({ toStep }),
  }),
];

function dunningRoute<K extends DunningKind, Body extends { readonly reason: string }>(spec: {
  readonly id: RouteId;
  readonly kind: K;
  readonly does: string;
  readonly summary: string;
  readonly idempotencyKey: 'required' | 'optional';
  readonly body: z.ZodType<Body>;
  readonly command: (body: Body) => CommandBodies[K];
}): Route {
  const { id, kind, does, summary, idempotencyKey, body } = spec;
  return customerWrite({
    id,
    method: 'POST',
    path: `/v1/customers/:customer/dunning/${does}`,
    tag: 'dunning',
    summary,
    status: 200,
    idempotencyKey,
    body,
    because: kind,
    on: customerResource,
    shows: dunningResource,
    change(change, { actor }, given, { now }) {
      const command = change.command(kind, spec.command(given));
      keepNote(change, {
        subject: command,
        kind: 'reason',
        text: given.reason,
        actor: actor.name,
        wallNow: now(),
      });
      return change.customer.id;
    },
  });
}
