import { describe, expect, it } from 'vitest';
import { type DelegatedRelationship, endWarnings, NOTHING_ARRANGED } from '../../../domain/access/relationship-end.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 2, 9);
const ending = (days: number, more: Partial<DelegatedRelationship> = {}): DelegatedRelationship => ({
  id: 'one',
  status: 'active',
  duration: 'P365D',
  activatedAt: NOW - 300 * DAY,
  endsAt: NOW + days * DAY,
  roles: ['reader'],
  autoExtends: false,
  ...more,
});
const left = (...relationships: DelegatedRelationship[]) =>
  endWarnings(relationships, NOW).map(({ relationship, left: days }) => `${relationship} ${days}`);

describe('the end of a delegated admin relationship', () => {
  it('is announced at 60, 30 and 7 days, and when it has come', () => {
    expect([61, 60, 31, 30, 8, 7, 1].map((days) => left(ending(days)))).toEqual([
      [],
      ['one 60'],
      ['one 60'],
      ['one 30'],
      ['one 30'],
      ['one 7'],
      ['one 7'],
    ]);
    expect(left(ending(-1, { status: 'expired' }))).toEqual(['one ended']);
    expect(left(ending(0))).toEqual(['one ended']);
  });

  it('is nobody’s concern where another outlives it with the same roles', () => {
    const next = ending(300, { id: 'next', roles: ['reader', 'helpdesk'] });
    expect(left(ending(5), next)).toEqual([]);
    expect(left(ending(-5, { status: 'expired' }), next)).toEqual([]);
    expect(left(ending(5), { ...next, roles: ['helpdesk'] })).toEqual(['one 7']);
    expect(left(ending(5), { ...next, status: 'approvalPending' })).toEqual(['one 7']);
    expect(left(ending(5), ending(6, { id: 'two' }))).toEqual(['two 7']);
  });

  it('is told of as well when the customer ends it before its time', () => {
    expect(left(ending(-5, { status: 'terminated' }))).toEqual(['one ended']);
    expect(left(ending(-5, { status: 'terminated' }), ending(90, { id: 'next' }))).toEqual([]);
  });

  it('long ago is told of only where nothing is in force, and then of the last one alone', () => {
    const old = ending(-200, { status: 'expired' });
    expect(left(old, ending(-300, { id: 'older', status: 'expired' }))).toEqual(['one ended']);
    expect(left(old, ending(200, { id: 'lesser', roles: [] }))).toEqual([]);
    expect(left(ending(-80, { status: 'expired' }), ending(200, { id: 'lesser', roles: [] }))).toEqual(['one ended']);
  });

  it('is the customer’s to answer while a successor is before him, and a person’s again when it is near', () => {
    const offered = { ...NOTHING_ARRANGED, offered: new Set(['one']) };
    const lefts = [60, 31, 30, 7].map((days) => endWarnings([ending(days)], NOW, offered).map(({ left: of }) => of));
    expect(lefts).toEqual([[], [], [30], [7]]);
  });

  it('is not missed where our narrower successor is in force, nor where two of us have ended it', () => {
    const successor = ending(300, { id: 'next', roles: [] });
    const one = new Set(['one']);
    for (const arranged of [{ succeeded: one }, { ended: one }])
      for (const status of ['active', 'terminated'])
        expect(endWarnings([ending(5, { status }), successor], NOW, { ...NOTHING_ARRANGED, ...arranged })).toEqual([]);
  });

  it('is not waited for where it extends itself, or never began', () => {
    expect(left(ending(5, { autoExtends: true }))).toEqual([]);
    expect(left(ending(5, { status: 'created', endsAt: null }))).toEqual([]);
  });
});
