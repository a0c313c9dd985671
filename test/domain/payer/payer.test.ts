import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { bankReferenceOf, prepaymentsNamedIn } from '../../../domain/payer/bank-reference.ts';
import { type NamedCustomer, payerOf } from '../../../domain/payer/payer.ts';
import { keysIn } from '../../../domain/payer/title-keys.ts';

/** Who is named in a title, when these keys are on record. */
function named(title: string, record: Readonly<Record<string, readonly [NamedCustomer['because'], string]>>) {
  const keys = keysIn(title);
  const found = Object.entries(record).flatMap(([key, [because, customer]]): NamedCustomer[] =>
    (because === 'taxId' ? keys.digits : keys.texts).has(key) ? [{ customer, because, key }] : [],
  );
  return payerOf(found, keys);
}

describe('the payer in a title', () => {
  it('is the one whose invoice number stands there', () => {
    expect(named('Zaplata za FV/12/2026, dziekuje', { 'FV/12/2026': ['invoiceNumber', 'a'] }).payer).toBe('a');
    expect(named('zaplata fv/12/2026', { 'FV/12/2026': ['invoiceNumber', 'a'] }).payer).toBe('a');
    expect(named('FV / 12 / 2026', { 'FV/12/2026': ['invoiceNumber', 'a'] }).payer).toBe('a');
  });

  it('is not the one whose number is only the beginning of another', () => {
    expect(named('FV/10', { 'FV/1': ['invoiceNumber', 'a'] }).payer).toBeNull();
    expect(named('AFV/1', { 'FV/1': ['invoiceNumber', 'a'] }).payer).toBeNull();
    const both = { 'FV/1': ['invoiceNumber', 'a'], 'FV/1/2026': ['invoiceNumber', 'b'] } as const;
    expect(named('za FV/1/2026', both)).toEqual({
      payer: 'b',
      suspects: [{ customer: 'b', because: 'invoiceNumber' }],
    });
    expect(named('za FV/1/2026 i FV/1', both).suspects).toHaveLength(2);
  });

  it('is nobody certain when two are named', () => {
    const both = { '0187-ERLSR': ['externalId', 'a'], 'FV/7': ['invoiceNumber', 'b'] } as const;
    expect(named('0187-ERLSR FV/7', both)).toEqual({
      payer: null,
      suspects: [
        { customer: 'b', because: 'invoiceNumber' },
        { customer: 'a', because: 'externalId' },
      ],
    });
  });

  it('is known by a tax id however it is written', () => {
    const record = { '5260001246': ['taxId', 'a'] } as const;
    for (const title of ['NIP 526-000-12-46', 'PL5260001246', 'nip:526 000 12 46, czynsz']) {
      expect(named(title, record).payer, title).toBe('a');
    }
  });

  it('is not guessed from a year or a short number', () => {
    expect(keysIn('faktura 7/2026 z 2025').texts.has('2025')).toBe(false);
    expect(keysIn('faktura 123').texts.has('123')).toBe(false);
    expect(keysIn('faktura 1234').texts.has('1234')).toBe(true);
  });

  it('is found whatever surrounds the number', () => {
    const number = fc.stringMatching(/^[A-Z]{2}\/[1-9]\d{0,4}\/20[0-9]{2}$/);
    const around = fc.stringMatching(/^[ a-zżółć.,;:()-]{0,30}$/);
    fc.assert(
      fc.property(number, around, around, (key, before, after) => {
        expect(keysIn(`${before} ${key} ${after}`).texts.has(key)).toBe(true);
      }),
    );
  });
});

describe('the reference of a prepayment', () => {
  const id = fc
    .uint8Array({ minLength: 10, maxLength: 10 })
    .map((random) => newId('prp', { now: 1_800_000_000_000, random }));

  it('is found again in any title, also without hyphens, in small letters, and with O for 0', () => {
    fc.assert(
      fc.property(id, (prepayment) => {
        const reference = bankReferenceOf(prepayment);
        const tail = prepayment.slice(-10);
        for (const written of [
          reference,
          reference.toLowerCase(),
          reference.replaceAll('-', ' '),
          reference.replaceAll('-', ''),
          reference.replaceAll('0', 'O').replaceAll('1', 'l'),
        ]) {
          expect(prepaymentsNamedIn(`przedplata ${written}.`)).toEqual([tail]);
        }
      }),
    );
  });

  it('is not found inside a word', () => {
    expect(prepaymentsNamedIn('HTTP-8F3KQ-2ZN7M TP-8F3KQ-2ZN7MX')).toEqual([]);
  });
});
