import { describe, expect, it } from 'vitest';
import { CaseDesk } from '../../bench/detection/case-desk.ts';
import { confusionTable, reachesAim, scoreOf } from '../../bench/detection/confusion-table.ts';
import { detect } from '../../bench/detection/detect.ts';
import { asRead, looksAt } from '../../bench/detection/looks.ts';
import { money } from '../../domain/money.ts';
import type { Finding } from '../../domain/usage/finding.ts';
import type { Look, Rule } from '../../domain/usage/look.ts';
import { UNKNOWN_REGION } from '../../domain/usage/usage-history.ts';
import { RULES } from '../../domain/usage/watch.ts';
import { watchSettings } from '../../domain/usage/watch-settings.ts';
import { watchedYear } from '../../simulators/watched-year/watched-year.ts';

const CUSTOMERS = 60;
const JANUARY = Date.UTC(2025, 0, 1);

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
  const hour = 3_600_000;
  const day = 24 * hour;
  const other = finding({ subject: 'koreacentral', atStake: money(100_00n, 'PLN') });

  it('opens no case for a small sum, one for a large one, and tells of the same thing once', () => {
    const desk = new CaseDesk(settings, () => false);
    desk.take(0, [finding({ atStake: money(499_99n, 'PLN') })]);
    expect(desk.cases).toEqual([]);
    desk.take(day, [finding({})]);
    desk.take(3 * day, [finding({})]);
    expect(desk.cases).toEqual([[{ at: day, fresh: [finding({})] }]]);
  });

  it('puts what is new into the case that is open; once that is judged it must be worth one of its own', () => {
    const desk = new CaseDesk(settings, () => false);
    desk.take(0, [finding({})]);
    desk.take(23 * hour, [finding({}), other]);
    expect(desk.cases).toEqual([
      [
        { at: 0, fresh: [finding({})] },
        { at: 23 * hour, fresh: [other] },
      ],
    ]);
    const third = finding({ subject: 'westus3' });
    desk.take(day, [finding({}), finding({ ...other, subject: 'uaenorth' })]);
    desk.take(day + hour, [finding({}), third]);
    expect(desk.cases.slice(1)).toEqual([[{ at: day + hour, fresh: [third] }]]);
  });

  it('tells of what was fraud again when it is there after the verdict', () => {
    const desk = new CaseDesk(settings, () => true);
    for (const at of [0, 4 * hour, day, day + 4 * hour]) desk.take(at, [finding({})]);
    expect(desk.cases.map(([{ at }]) => at)).toEqual([0, day]);
  });
});

describe('what is read of an invented customer', () => {
  const [customer] = [...watchedYear(1, 1)];
  const noon = (at: number): boolean => new Date(at).toISOString().endsWith('T12:00:00.000Z');
  const looks =
    customer === undefined ? [] : [...looksAt(asRead(customer.watched), JANUARY, JANUARY + 60 * 86_400_000)];

  it('is looked at only when something new was read, and never knows what became known later', () => {
    expect(looks.length).toBeGreaterThan(60);
    expect(looks.length).toBeLessThan(60 * 6);
    for (const { at, history } of looks)
      expect([...history.statements, ...history.activity].every(({ knownAt }) => knownAt <= at)).toBe(true);
  });

  it('names no hour, and no region before the day was rated', () => {
    const lines = looks.flatMap(({ history }) => history.statements.flatMap((one) => one.lines));
    expect(lines.every(({ night }) => night === null)).toBe(true);
    const firsts = looks.map(({ history }) => history.statements.at(-1));
    expect(firsts.some((one) => one?.lines.some(({ region }) => region === UNKNOWN_REGION))).toBe(true);
    for (const { at, history } of looks) {
      const rated = history.statements.filter(
        (one) => one.knownAt === at && one.lines.every((line) => line.region !== UNKNOWN_REGION),
      );
      if (rated.length > 0) expect(noon(at)).toBe(true);
      for (const { day } of rated) expect(at - Date.parse(day)).toBeGreaterThan(2 * 86_400_000);
    }
  });
});
