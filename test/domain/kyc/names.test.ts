import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeness, nameTokens, plainText, sameWord } from '../../../domain/kyc/names.ts';
import { HIT_FROM, screeningIndex } from '../../../domain/kyc/screening.ts';

const word = fc.stringMatching(/^[a-ząćęłńóśźż]{5,12}$/);
const name = fc.uniqueArray(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));

describe('a name', () => {
  it('loses diacritics, case, punctuation and legal form, and keeps what tells it from others', () => {
    expect(plainText('ŻÓŁĆ Łukasz Straße')).toBe('zolc lukasz strasse');
    expect(nameTokens('Zażółć Gęślą Spółka z o.o.')).toEqual(['gesla', 'zazolc']);
    expect(nameTokens('CONTOSO Sp. z o.o.')).toEqual(nameTokens('contoso'));
    expect(nameTokens('Made-Up Shipping Lines, LLC')).toEqual(['lines', 'made', 'shipping', 'up']);
    expect(nameTokens('Spółka Akcyjna')).toEqual(['akcyjna', 'spolka']);
  });

  it('is alike one with a slip, another order or a form more, and unlike another', () => {
    const alike = (left: string, right: string) => likeness(nameTokens(left), nameTokens(right));
    expect(alike('Wymyślony Zbysław', 'Zbyslaw Wymyslony')).toBe(100);
    expect(alike('Zbyslaw Wymyslnoy', 'Zbysław Wymyślony')).toBeGreaterThanOrEqual(HIT_FROM);
    expect(alike('Zmyślone Statki Handlowe S.A.', 'Zmyslone Statki Handlowe OOO')).toBe(100);
    expect(alike('Jan Kowalski', 'Anna Nowak')).toBe(0);
    expect(alike('Contoso Sp. z o.o.', 'Fabrikam Sp. z o.o.')).toBe(0);
  });

  it('has short words that one letter makes others of', () => {
    expect([
      sameWord('jan', 'jon'),
      sameWord('marek', 'mrek'),
      sameWord('marek', 'maerk'),
      sameWord('marek', 'darko'),
    ]).toEqual([false, false, true, false]);
    expect(sameWord('kowalski', 'kowalsky')).toBe(true);
  });

  it('is as alike another as that is alike it, from 0 to 100, and wholly alike itself however it is written', () => {
    fc.assert(
      fc.property(name, name, (left, right) => {
        const [one, other] = [nameTokens(left), nameTokens(right)];
        const alike = likeness(one, other);
        expect(alike).toBe(likeness(other, one));
        expect(alike >= 0 && alike <= 100).toBe(true);
        const written = left.split(' ').toReversed().join('-').toUpperCase();
        expect(likeness(nameTokens(`${written} Sp. z o.o.`), one)).toBe(100);
      }),
    );
  });
});

describe('a screening', () => {
  it('finds whoever is listed, under any of his names, in any order, without diacritics, with a slip in each long word', () => {
    const slipped = (text: string, at: number) => text.slice(0, at % text.length) + text.slice((at % text.length) + 1);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(), (list, pick, at) => {
        const listed = list.map((one, index) => ({ id: String(index), names: ['Ktokolwiek Innyzupelnie', one] }));
        const chosen = pick % list.length;
        const asked = plainText(list[chosen] ?? '')
          .split(' ')
          .toReversed()
          .map((one) => (one.length >= 6 ? slipped(one, at) : one))
          .join(' ');
        expect(
          screeningIndex(listed)
            .hitsOf(asked)
            .map(({ party }) => party),
        ).toContain(String(chosen));
      }),
      { numRuns: 60 },
    );
  });

  it('finds with its index what comparing with every name finds, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 15 }), name, (list, asked) => {
        const parties = list.map((one, index) => ({ id: String(index), names: [one] }));
        const all = parties.flatMap(({ id, names }) => {
          const alike = likeness(nameTokens(names[0] ?? ''), nameTokens(asked));
          return alike >= HIT_FROM ? [id] : [];
        });
        const found = screeningIndex(parties)
          .hitsOf(asked)
          .map(({ party }) => party);
        expect(found.toSorted()).toEqual(all.toSorted());
      }),
      { numRuns: 60 },
    );
  });

  it('finds nobody in an empty list, or for an empty name', () => {
    expect(screeningIndex([]).hitsOf('Jan Kowalski')).toEqual([]);
    expect(screeningIndex([{ id: '1', names: ['Jan Kowalski'] }]).hitsOf(' .,- ')).toEqual([]);
  });
});
