import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const planted: string[] = [];

/** Lints one planted file in a room, beside another that is there to be imported; answers what the linter says, empty when it is content. */
function lintPlanted(room: string, source: string, beside?: string): string {
  const folder = join(root, room, 'planted-border-test');
  mkdirSync(folder, { recursive: true });
  planted.push(folder);
  writeFileSync(join(folder, 'planted.ts'), source);
  if (beside !== undefined) writeFileSync(join(folder, 'beside.ts'), beside);
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--deny-warnings', folder], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe('the borders between rooms', () => {
  afterEach(() => {
    for (const folder of planted.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const crossings = [
    ['domain', 'db/database.ts', 'connect'],
    ['workflows', 'db/database.ts', 'connect'],
    ['db', 'adapters/index.ts', 'createMailer'],
    ['adapters', 'db/database.ts', 'connect'],
    ['activities', 'api/app.ts', 'buildApi'],
    ['api', 'activities/index.ts', 'createActivities'],
    ['simulators', 'domain/money.ts', 'money'],
    ['worker', 'api/app.ts', 'buildApi'],
    ['contracts', 'db/database.ts', 'connect'],
    // The rules of the watch never read the labels of the year on which they are measured.
    ['domain', 'simulators/watched-year/watched-year.ts', 'watchedYear'],
  ] as const;

  it.each(crossings)('an import from %s to %s is refused', (room, target, name) => {
    expect(lintPlanted(room, `import { ${name} } from '../../${target}';\nexport const used = ${name};\n`)).toContain(
      'no-restricted-imports',
    );
  });

  it('zod in workflow code, and I/O in domain code, are refused', () => {
    expect(lintPlanted('workflows', "import { z } from 'zod';\nexport const used = z.string();\n")).toContain(
      'no-restricted-imports',
    );
    expect(
      lintPlanted('domain', "import { readFileSync } from 'node:fs';\nexport const used = readFileSync;\n"),
    ).toContain('no-restricted-imports');
  });

  it.each(['domain', 'db', 'api'])('files of %s that import each other’s types in a circle are refused', (room) => {
    const circling =
      "import type { Beside } from './beside.ts';\nexport interface Planted {\n  readonly beside: Beside;\n}\n";
    const knowing = "import type { Planted } from './planted.ts';\nexport type Beside = readonly Planted[];\n";
    expect(lintPlanted(room, circling, knowing)).toContain('no-cycle');
    expect(lintPlanted(room, circling, 'export type Beside = readonly string[];\n')).toBe('');
  });

  it('what a room may import passes, so that the check does not merely refuse everything', () => {
    expect(lintPlanted('db', "import { money } from '../../domain/money.ts';\nexport const used = money;\n")).toBe('');
  });
});
