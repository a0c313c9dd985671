import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../contracts/configuration.ts';
import { defaultReadings, readReadings } from '../../contracts/microsoft-readings.ts';
import { testConfiguration } from '../support/configuration.ts';

const document = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'microsoft.md'), 'utf8');

describe('how Microsoft’s contradictions are read', () => {
  it('every one of them has its row, in order', () => {
    const numbers = [...document.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 17 }, (_, index) => index + 1));
  });

  it('every key stands in the document with its default', () => {
    for (const [key, value] of Object.entries(defaultReadings)) {
      const shown = typeof value === 'string' ? value : JSON.stringify(value);
      expect(document, key).toContain(`\`${key}\` \`${shown}\``);
    }
  });

  it('one that is overridden leaves the others as they are', () => {
    expect(readReadings('{"sendIfMatch": false}')).toEqual({ ...defaultReadings, sendIfMatch: false });
    const { partnerCenter } = testConfiguration({ MICROSOFT_READINGS: '{"alertSources": ["fraudEvents"]}' });
    expect(partnerCenter.readings.alertSources).toEqual(['fraudEvents']);
  });

  it('a key that nobody knows, and what is no JSON, stop the start', () => {
    for (const text of ['{"sendIfMach": false}', '{', '{"alertSources": []}'])
      expect(() => testConfiguration({ MICROSOFT_READINGS: text })).toThrow(ConfigurationError);
  });
});
