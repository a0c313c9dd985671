import { describe, expect, it } from 'vitest';
import { money } from '../../../domain/money.ts';
import { watchSettings } from '../../../domain/usage/watch-settings.ts';

describe('from which sum on the watch opens a case', () => {
  it('there is one for every currency: a customer must not go unwatched for the money he pays in', () => {
    expect(watchSettings('PLN').caseFrom).toEqual(money(500_00n, 'PLN'));
    expect(watchSettings('SEK').caseFrom).toEqual(money(1_400_00n, 'SEK'));
    expect(watchSettings('AUD').caseFrom).toEqual(money(100_00n, 'AUD'));
    expect(watchSettings('KRW').caseFrom).toEqual(money(100n, 'KRW'));
  });

  it('and none for a word that is no currency', () => {
    expect(() => watchSettings('XYZ')).toThrow(RangeError);
  });
});
