import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BenchInstallation, openInstallation } from '../../bench/installation/open-installation.ts';
import { scenarios } from '../../bench/scenarios/scenarios.ts';

describe('x', () => {
  let home: BenchInstallation;
  beforeAll(async () => {
    home = await openInstallation((line) => console.log(line));
  });
  afterAll(async () => await home.close());
  for (const scenario of scenarios)
    it(scenario.name, async () => {
      expect(1).toBe(1);
      for (let i = 0; i < 2; i++) console.log(scenario.name, JSON.stringify(await scenario.live(home)));
    }, 120_000);
});
