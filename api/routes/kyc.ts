import { z } from 'zod';
import {
  circumstanceChange,
  kycProfileChange,
  newAcceptance,
  newAgreedUse,
  newReview,
  signUp,
} from '../../contracts/kyc.ts';
import { agreedUseStatement, listAgreedUses, withdrawalStatement } from '../../db/agreed-uses.ts';
import type { Change } from '../../db/change.ts';
import { findKycProfile, kycProfileStatement } from '../../db/kyc-profiles.ts';
import { Refusal } from '../../domain/errors.ts';
import { customerWrite, type CustomerWriteSpec } from '../customer-write.ts';
import { noteCircumstance, shareTrait } from '../kyc/share-trait.ts';
import { keepNote } from '../notes.ts';
import { requireCurrency } from '../posting.ts';
import { readResource } from '../read.ts';
import { customerResource } from '../resources/customer.ts';
import { kycResource } from '../resources/kyc.ts';
import type { Route } from '../route.ts';

const tag = 'know your customer';
const path = '/v1/customers/:customer/kyc';

/** What a call about a customer's file has in common with the others. */
function fileWrite<Body>(
  spec: Pick<CustomerWriteSpec<Body, typeof kycResource.schema>, 'id' | 'summary' | 'body' | 'because' | 'change'> & {
    readonly under?: string;
  },
): Route {
  const { under, ...rest } = spec;
  return customerWrite({
    ...rest,
    method: 'POST',
    path: under === undefined ? path : `${path}/${under}`,
    tag,
    status: 200,
    idempotencyKey: 'optional',
    on: customerResource,
    shows: kycResource,
  });
}

export const kycRoutes: readonly Route[] = [
  readResource({
    id: 'getKyc',
    path,
    tag,
    summary: 'The file of a customer: who it is, what it needs, what shows that, its risk tier and its next review',
    resource: kycResource,
  }),
  fileWrite({
    id: 'stateKycProfile',
    summary: 'What the customer says it needs: purpose, services, regions, spend',
    body: kycProfileChange,
    because: 'kyc',
    async change(change, { actor }, body, { now }) {
      const { monthlySpend } = body;
      if (monthlySpend) requireCurrency(change.account.traits.currency, monthlySpend, '/monthlySpend');
      if (body.contactsCheckedOn !== undefined) requirePast(change, body.contactsCheckedOn);
      const before = await findKycProfile(change.trx, change.customer.id);
      const revision = (before?.revision ?? 0) + 1;
      change.write(
        kycProfileStatement(change.customer.id, {
          purpose: body.purpose ?? before?.purpose ?? null,
          expectedServices: body.expectedServices ?? before?.expectedServices ?? [],
          expectedRegions: body.expectedRegions ?? before?.expectedRegions ?? [],
          monthlySpend: monthlySpend === undefined ? (before?.monthlySpend ?? null) : (monthlySpend?.minor ?? null),
          contactsCheckedOn: body.contactsCheckedOn ?? before?.contactsCheckedOn ?? null,
          revision,
          actor: actor.name,
          recordedAt: now(),
        }),
      );
      change.audit('kyc.stated', { revision, members: Object.keys(body) });
      return change.customer.id;
    },
  }),
  fileWrite({
    id: 'acceptDocument',
    under: 'documents',
    summary: "The customer has accepted Microsoft's acceptable use policy, or received how debts are collected",
    body: newAcceptance,
    because: 'document',
    change(change, { actor }, { document, version, on, by, sha256 }, { now }) {
      requirePast(change, on);
      const body = { document, version, on, digest: sha256 ?? null };
      change.record([{ kind: 'document.accepted', effectiveOn: change.today, body }]);
      const note = { subject: change.customer.id, kind: document, text: `${version}: ${by}` };
      keepNote(change, { ...note, actor: actor.name, wallNow: now() });
      return change.customer.id;
    },
  }),
  fileWrite({
    id: 'recordReview',
    under: 'reviews',
    summary: 'Somebody has looked at the customer as a whole',
    body: newReview,
    because: 'review',
    change(change, { actor }, { outcome, note }, { now }) {
      const effectiveOn = change.today;
      change.record([{ kind: 'review.recorded', effectiveOn, body: { outcome } }]);
      if (outcome === 'concern')
        noteCircumstance(change, 'reviewConcern', `reviewConcern/${effectiveOn}`, 'reviewConcern');
      for (const { task } of change.account.tasks.filter(({ open, key }) => open && /^(?:review|reminder)\//.test(key)))
        change.record([{ kind: 'task.closed', effectiveOn, body: { task } }]);
      keepNote(change, { subject: change.customer.id, kind: 'review', text: note, actor: actor.name, wallNow: now() });
      return change.customer.id;
    },
  }),
  fileWrite({
    id: 'changeCircumstance',
    under: 'circumstances',
    summary: 'A person says that a circumstance holds, or that it does not any more: it grades the customer',
    body: circumstanceChange,
    because: 'circumstance',
    change(change, { actor }, { circumstance, state, note }, { now }) {
      const effectiveOn = change.today;
      const holds = change.account.known.circumstances.has(circumstance);
      if (holds === (state === 'noted')) throw new Refusal('conflict', `the circumstance is ${state} already`);
      change.record([
        state === 'noted'
          ? { kind: 'circumstance.noted', effectiveOn, body: { circumstance, key: `byPerson/${circumstance}` } }
          : { kind: 'circumstance.cleared', effectiveOn, body: { circumstance } },
      ]);
      const about = { subject: change.customer.id, kind: 'circumstance', text: note };
      keepNote(change, { ...about, actor: actor.name, wallNow: now() });
      return change.customer.id;
    },
  }),
  fileWrite({
    id: 'recordSignUp',
    under: 'sign-up',
    summary: 'How the account was made: from which device, by a person or a program, with a second factor',
    body: signUp,
    because: 'signUp',
    async change(change, _context, { device, automated, secondFactor }, { now }) {
      if (device !== undefined) await shareTrait(change, { kind: 'device', value: device }, now());
      if (automated) noteCircumstance(change, 'automatedSignUp', 'automatedSignUp', 'automatedSignUp');
      change.audit('signUp.recorded', { automated, secondFactor, device: device !== undefined });
      return change.customer.id;
    },
  }),
  fileWrite({
    id: 'agreeUse',
    under: 'agreed-uses',
    summary:
      'The customer has told us of a project, or of a new administrator: up to what was agreed, it is no deviation',
    body: newAgreedUse,
    because: 'agreedUse',
    change(change, { actor }, body, { now, newId }) {
      const { kind, subject, from, until, note } = body;
      const daily = body.kind === 'administrator' ? null : body.daily;
      if (daily) requireCurrency(change.account.traits.currency, daily, '/daily');
      const use = newId('agu');
      const record = { id: use, kind, subject, daily: daily?.minor ?? null, from, until };
      change.write(agreedUseStatement(change.customer.id, { ...record, knownAt: now(), actor: actor.name }));
      change.audit('use.agreed', { use, kind, from, until });
      if (note !== undefined) keepNote(change, { subject: use, kind, text: note, actor: actor.name, wallNow: now() });
      return change.customer.id;
    },
  }),
  fileWrite({
    id: 'withdrawAgreedUse',
    under: 'agreed-uses/:agreedUse/withdrawal',
    summary: 'What was agreed holds no longer',
    body: z.strictObject({}),
    because: 'agreedUse',
    async change(change, { params }, _body, { now }) {
      const id = params['agreedUse'] ?? '';
      const use = (await listAgreedUses(change.trx, change.customer.id)).find((one) => one.id === id);
      if (use === undefined) throw new Refusal('not_found', `nothing was agreed as ${id}`);
      if (use.withdrawnAt !== null) throw new Refusal('conflict', 'it was withdrawn already');
      change.write(withdrawalStatement(id, now()));
      change.audit('use.withdrawn', { use: id });
      return change.customer.id;
    },
  }),
];

/** @throws Refusal `future_effective_day` */
function requirePast(change: Change, on: string): void {
  if (on > change.today) throw new Refusal('future_effective_day', `the customer's today is ${change.today}`);
}
