import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BinaryAttempt } from '../../../cli/machine/binary-ways.ts';
import { findTemporalBinary } from '../../../cli/machine/temporal-binary.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function installed(version: string): string {
  const path = join(temporaryFolder(), 'temporal');
  writeFileSync(path, `#!/bin/sh\necho "${version}"\n`);
  chmodSync(path, 0o755);
  return path;
}

/** With nothing else to find, so that the answer shows what became of the program on the PATH. */
async function attemptWith(version: string): Promise<string> {
  const attempts: BinaryAttempt[] = [];
  const path = installed(version);
  const nowhere = { binDir: join(temporaryFolder(), 'bin'), downloadUrl: 'http://127.0.0.1:1/', pip: 'false' };
  await findTemporalBinary({ ...nowhere, path, report: (attempt) => attempts.push(attempt) }).catch(() => undefined);
  return `${attempts[0]?.outcome}: ${attempts[0]?.detail.replace(path, 'PATH')}`;
}

test.for([
  ['temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)', 'used: PATH'],
  ['temporal version 2.0.0 (Server 2.0.1, UI 3.0.0)', 'used: PATH'],
  ['temporal version 1.8.2 (Server 1.31.2, UI 2.49.0)', 'not usable: brings server 1.31.2, 1.32 is needed'],
  ['temporal 0.1', /^not usable: .* names no server version$/],
] as const)('a temporal on the PATH that says "%s" is judged by its server', async ([version, outcome]) => {
  const answer = await attemptWith(version);
  if (typeof outcome === 'string') expect(answer).toBe(outcome);
  else expect(answer).toMatch(outcome);
});
