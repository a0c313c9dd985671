import type { z } from 'zod';
import type { hygiene, hygieneStanding } from '../../contracts/hygiene.ts';
import { hygieneStanding as standingSchema } from '../../contracts/hygiene.ts';
import { figuresOf, findLook } from '../../db/directory-figures.ts';
import { businessNow, type CustomerHead } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { currentFindings, type DirectoryName, namesOf } from '../../db/hygiene-findings.ts';
import { latestReviewOf, type LoadedReview } from '../../db/hygiene-reviews.ts';
import { remedyRightOf } from '../../db/remedy-rights.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { dueAt } from '../../domain/hygiene/decide-review.ts';
import type { DirectoryFigure } from '../../domain/hygiene/figures.ts';
import { openFindings, stateOf } from '../../domain/hygiene/review.ts';
import type { Resource } from '../resource.ts';
import { customerBy } from './customer.ts';

type View = z.output<typeof hygiene>;
type Standing = z.output<typeof hygieneStanding>;

/** A deleted user can be restored for so long (contract §13). */
const RESTORABLE_MS = 30 * 86_400_000;
const SHOWN_FIGURES = 90;

/** Where a customer's review stands: what writes about it answer. */
export const hygieneStandingResource: Resource<typeof standingSchema> = {
  name: 'customer',
  schema: standingSchema,
  async load(db, reference, wallNow) {
    const customer = await customerBy(db, reference);
    return await standingView(db, customer, businessNow(customer, wallNow));
  },
};

async function standingView(db: Db, { id }: CustomerHead, now: Instant): Promise<Standing> {
  const latest = await latestReviewOf(db, id);
  const right = await remedyRightOf(db, id);
  return {
    customer: id,
    review: latest === undefined ? null : reviewView(latest, now),
    remedyRight: right && { disable: right.mayDisable, delete: right.mayDelete, grantedOn: right.grantedOn },
  };
}

function reviewView({ id, facts, known }: LoadedReview, now: Instant): NonNullable<Standing['review']> {
  const deleted = facts.flatMap((fact) =>
    fact.kind === 'review.deleted'
      ? fact.body.users.map((user) => ({ user, restorableUntil: fact.at + RESTORABLE_MS }))
      : [],
  );
  return {
    id,
    state: stateOf(known),
    openedAt: known.openedAt,
    scannedAt: known.scannedAt,
    reportedAt: known.report?.at ?? null,
    dueAt: dueAt(known),
    closedAt: known.closedAt,
    openFindings: openFindings(known, now).length,
    disabled: [...known.disabled.keys()],
    deleted,
    leftAlone: [...known.leftAlone],
  };
}

/** A customer's directory: findings with names, the review, licences and figures. Personal data. */
export async function hygieneView(db: Db, customer: CustomerHead, wallNow: Instant): Promise<View> {
  const look = await findLook(db, customer.id);
  const figures = await figuresOf(db, customer.id, { limit: SHOWN_FIGURES });
  const licences = figures.at(-1)?.licences ?? [];
  const findings = await currentFindings(db, customer.id);
  const users = [...new Set(findings.flatMap(({ user }) => user ?? []))];
  const names = await namesOf(db, customer.id, users);
  const products = new Map(licences.map(({ sku, name }) => [sku, name]));
  return {
    ...(await standingView(db, customer, businessNow(customer, wallNow))),
    lookedAt: look?.readAt ?? null,
    signInsKnown: look?.areSignInsKnown ?? false,
    unreadable: look?.failure ?? null,
    findings: findings.map(({ key, kind, user, sku, quantity, since, firstSeenAt, acceptedUntil }) => ({
      key,
      kind,
      user: user === null ? null : personView(user, names),
      product: sku === null ? null : { sku, name: products.get(sku) ?? sku },
      quantity,
      since,
      firstSeenAt,
      acceptedUntil,
    })),
    licences: licences.map((licence) => ({ ...licence })),
    figures: figures.map(figureView),
  };
}

export function personView(
  id: string,
  names: ReadonlyMap<string, DirectoryName>,
): { readonly id: string; readonly name: string | null; readonly address: string | null } {
  const known = names.get(id);
  return { id, name: known?.displayName ?? null, address: known?.userPrincipalName ?? null };
}

function figureView({ licences, ...figure }: DirectoryFigure): View['figures'][number] {
  return { ...figure, licencesAssigned: licences.reduce((sum, { assigned }) => sum + assigned, 0) };
}
