import { describe, expect, it } from 'vitest';
import type { LabelledCustomer } from '../../simulators/watched-year/labelled-customer.ts';
import { watchedYear } from '../../simulators/watched-year/watched-year.ts';

const shown = (customer: LabelledCustomer | undefined): string =>
  JSON.stringify(customer, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
const world = [...watchedYear(3, 60)];
const labels = world.flatMap((customer) => customer.labels);

describe('the watched year', () => {
  it('is the same for the same seed, another for another, and a customer is the same in a smaller world', () => {
    expect([...watchedYear(3, 3)].map(shown)).toEqual(world.slice(0, 3).map(shown));
    expect(shown([...watchedYear(4, 1)][0])).not.toBe(shown(world[0]));
  });

  it('makes a customer only when it is asked for', () => {
    const customers = watchedYear(3, 1_000_000_000);
    expect(shown(customers.next().value ?? undefined)).toBe(shown(world[0]));
  });

  it('has incidents of every kind, most customers without one', () => {
    expect(new Set(labels.map(({ kind }) => kind)).size).toBe(7);
    expect(world.filter((customer) => customer.labels.length === 0).length).toBeGreaterThan(30);
  });

  it('keeps the truth apart: nothing that is watched carries a word of it', () => {
    for (const { watched } of world) {
      const word = /incident|label|mining|stolen|drip|abuse|intrud|fraud|honest/i.exec(
        shown({ watched, labels: [] }).slice(0, -'"labels":[]}'.length),
      );
      expect(word?.[0]).toBeUndefined();
      expect(Object.keys(watched).toSorted()).toEqual(
        ['activity', 'agreed', 'budget', 'currency', 'id', 'statements', 'timeZone'].toSorted(),
      );
    }
  });

  it('states figures after their day, some of them late, some of them anew and otherwise', () => {
    const statements = world.flatMap(({ watched }) => watched.statements);
    const delays = statements.map(({ day, knownAt }) => (knownAt - Date.parse(day)) / 86_400_000);
    expect(Math.min(...delays)).toBeGreaterThan(1);
    expect(delays.filter((days) => days > 2).length / delays.length).toBeGreaterThan(0.1);
    const days = world.length * (365 + 49);
    expect(statements.length).toBeGreaterThan(days * 1.15);
    expect(statements.length).toBeLessThan(days * 1.4);
  });

  it('tells of each incident from when on it could be known, and of what it touched', () => {
    for (const { watched, labels: of } of world) {
      for (const { firstDay, lastDay, firstKnownAt, materialAt, touches, cost } of of) {
        expect(firstDay <= lastDay).toBe(true);
        expect(firstKnownAt).toBeGreaterThan(Date.parse(firstDay));
        expect(materialAt ?? Infinity).toBeGreaterThanOrEqual(firstKnownAt);
        expect(cost > 0n).toBe(true);
        const used = watched.statements.flatMap(({ lines }) =>
          lines.flatMap(({ region, service }) => [region, service]),
        );
        expect(touches.some((name) => used.includes(name))).toBe(true);
      }
    }
  });

  it('knows week and month: weekends are cheaper, and money comes in several currencies', () => {
    let [weekend, working] = [0, 0];
    for (const { watched } of world.filter(({ watched: { currency } }) => currency === 'PLN')) {
      for (const { day, lines } of watched.statements) {
        const cost = Number(lines.reduce((sum, line) => sum + line.cost, 0n));
        if ([0, 6].includes(new Date(day).getUTCDay())) weekend += cost / 2;
        else working += cost / 5;
      }
    }
    expect(weekend / working).toBeLessThan(0.9);
    expect(new Set(world.map(({ watched }) => watched.currency)).size).toBe(4);
  });
});
