import { describe, expect, it } from 'vitest';
import { CaseDesk } from '../../bench/detection/case-desk.ts';
import { confusionTable, reachesAim, scoreOf } from '../../bench/detection/confusion-table.ts';
import { detect } from '../../bench/detection/detect.ts';
import { money } from '../../domain/money.ts';
import type { Finding } from '../../domain/usage/finding.ts';
import type { Look, Rule } from '../../domain/usage/look.ts';
import { RULES } from '../../domain/usage/watch.ts';
import { watchSettings } from '../../domain/usage/watch-settings.ts';

const CUSTOMERS = 60;

describe('the watch over a small world', () => {
  it('finds nine of ten incidents within 24 hours of their data, with at most three false cases in 1,000 customer-days', () => {
    const detection = detect(1, CUSTOMERS);
    const score = scoreOf(detection);
    expect(detection.incidents.length).toBeGreaterThan(20);
    expect(score.recall).toBeGreaterThanOrEqual(0.9);
    expect(score.falsePerThousandDays).toBeLessThanOrEqual(3);
    expect(reachesAim(score)).toBe(true);
    expect(confusionTable(1, detection)).toContain(`| all                      | ${detection.incidents.length} `);
  });

  it('control: with the rules switched off nothing is found, and the check says so', () => {
    const score = scoreOf(detect(1, 20, []));
    expect(score).toMatchObject({ recall: 0, recallFromFirst: 0, falsePerThousandDays: 0 });
    expect(reachesAim(score)).toBe(false);
  });

  it('control: a rule that cries every day finds everything, and the check does not take that for watching', () => {
    const crying: Rule = ({ knownUpTo, settings }: Look) => [
      {
        rule: 'spend-times-n',
        practice: 18,
        day: new Date(knownUpTo).toISOString().slice(0, 10),
        subject: `all`,
        why: {},
        atStake: settings.caseFrom,
        from: 'usage',
      },
    ];
    const rarely: Rule = (look) => (Math.floor(look.knownUpTo / 86_400_000) % 20 === 0 ? crying(look) : []);
    expect(reachesAim(scoreOf(detect(1, 20, [rarely])))).toBe(false);
    expect(scoreOf(detect(1, 20, [rarely])).falsePerThousandDays).toBeGreaterThan(3);
  });

  it('control: without the rules over usage the incidents that leave no deed are not found', () => {
    const { 'new-administrator': one, 'mfa-off': two, 'budget-deleted': three, 'mass-creation': four } = RULES;
    const { incidents } = detect(1, 40, [one, two, three, four]);
    const silent = incidents.filter(({ kind }) => kind === 'machine-learning abuse' || kind === 'slow drip');
    expect(silent.length).toBeGreaterThan(0);
    expect(silent.filter(({ hours }) => hours !== undefined)).toEqual([]);
  });
});

describe('the desk on which findings become cases', () => {
  const settings = watchSettings('PLN');
  const finding = (part: Partial<Finding>): Finding => ({
    rule: 'sudden-region',
    practice: 21,
    day: '2026-03-18',
    subject: 'brazilsouth',
    why: {},
    atStake: money(600_00n, 'PLN'),
    from: 'usage',
    ...part,
  });
  const day = 86_400_000;

  it('opens no case for a small sum, one for a large one, and tells of the same thing once', () => {
    const desk = new CaseDesk(settings, () => false);
    expect(desk.take(0, [finding({ atStake: money(499_99n, 'PLN') })])).toBeUndefined();
    expect(desk.take(day, [finding({})])).toMatchObject({ at: day, fresh: [finding({})] });
    expect(desk.take(2 * day, [finding({})])).toBeUndefined();
    const other = finding({ subject: 'koreacentral' });
    expect(desk.take(3 * day, [finding({}), other])).toEqual({ at: 3 * day, fresh: [other] });
  });

  it('tells of what was fraud again as soon as it is there again', () => {
    const desk = new CaseDesk(settings, () => true);
    expect(desk.take(0, [finding({})])).toBeDefined();
    expect(desk.take(day, [finding({})])).toBeDefined();
  });
});
