import { describe, expect, it } from 'vitest';
import type { DelegatedRelationship } from '../../../domain/access/relationship-end.ts';
import type { RelationshipUse } from '../../../domain/access/relationship-use.ts';
import { renewalsDue } from '../../../domain/access/renewal.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 2, 9);
const ending = (days: number, more: Partial<DelegatedRelationship> = {}): DelegatedRelationship => ({
  id: 'one',
  status: 'active',
  duration: 'P730D',
  activatedAt: NOW - 300 * DAY,
  endsAt: NOW + days * DAY,
  roles: ['reader', 'writer'],
  autoExtends: false,
  ...more,
});
const use = (more: Partial<RelationshipUse> = {}): RelationshipUse => ({
  relationship: 'one',
  use: 'used',
  unusedRoles: [],
  lastUsedAt: NOW,
  ...more,
});
const due = (
  relationships: readonly DelegatedRelationship[],
  uses: readonly RelationshipUse[] = [use()],
  known: readonly string[] = [],
) => renewalsDue(relationships, uses, new Set(known), NOW);

describe('a successor of a delegated admin relationship', () => {
  it('is offered 60 days before the end, once, for as long, with the roles that are used', () => {
    expect(due([ending(61)])).toEqual([]);
    const same = { predecessor: 'one', roles: ['reader', 'writer'], dropped: [], duration: 'P730D' };
    expect(due([ending(60)])).toEqual([same]);
    expect(due([ending(1)])).toEqual([same]);
    expect(due([ending(60)], [use()], ['one'])).toEqual([]);
    const narrower = { ...same, roles: ['reader'], dropped: ['writer'] };
    expect(due([ending(60)], [use({ unusedRoles: ['writer'] })])).toEqual([narrower]);
  });

  it('keeps every role of which nobody can say whether it is used', () => {
    expect(due([ending(60)], [use({ use: 'unknown' })])[0]?.roles).toEqual(['reader', 'writer']);
    expect(due([ending(60, { duration: null })], [])).toMatchObject([
      { roles: ['reader', 'writer'], duration: 'P365D' },
    ]);
  });

  it('is not offered for what nobody uses, what extends itself, what is over, or what another outlives', () => {
    expect(due([ending(60)], [use({ use: 'unused', unusedRoles: ['reader', 'writer'] })])).toEqual([]);
    expect(due([ending(60, { autoExtends: true })])).toEqual([]);
    expect(due([ending(-1, { status: 'expired' })])).toEqual([]);
    expect(due([ending(60), ending(200, { id: 'next' })])).toEqual([]);
  });

  it('is not offered again where the customer has one before him that somebody made by hand', () => {
    const waiting = ending(0, { id: 'by hand', status: 'approvalPending', endsAt: null });
    expect(due([ending(60), waiting])).toEqual([]);
    expect(due([ending(60), { ...waiting, roles: ['reader'] }])).toHaveLength(1);
  });
});
