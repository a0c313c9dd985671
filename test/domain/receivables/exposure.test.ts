import { describe, expect, it } from 'vitest';
import { exposure } from '../../../domain/receivables/exposure.ts';

describe('exposure', () => {
  it('is open and unbilled less what is prepaid and unapplied', () => {
    expect(exposure({ open: 124_000n, unbilled: 31_050n, prepaid: 50_000n, unapplied: 50n })).toBe(105_000n);
  });

  it('of a customer who has paid ahead is negative, so that the customers add up to the book', () => {
    expect(exposure({ open: 0n, unbilled: 0n, prepaid: 10_000n, unapplied: 1n })).toBe(-10_001n);
  });
});
