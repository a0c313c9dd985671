import { expect, test } from 'vitest';
import { createTerminal, partsTable } from '../../cli/start/terminal.ts';

test('the table says of each part its state, its address and how long it took', () => {
  const lines: string[] = [];
  const terminal = createTerminal((line) => lines.push(line));
  terminal.report({ kind: 'starting', part: 'PostgreSQL' });
  terminal.report({ kind: 'ready', part: 'PostgreSQL', address: '127.0.0.1:5432', tookMs: 1234 });
  terminal.report({ kind: 'ready', part: 'API', address: 'http://127.0.0.1:7400', tookMs: 980 });
  expect(lines).toEqual(['starting PostgreSQL …']);
  expect(partsTable(terminal.rows).split('\n')).toEqual([
    'part         state   address                 took',
    '──────────   ─────   ─────────────────────   ─────',
    'PostgreSQL   ready   127.0.0.1:5432          1.2 s',
    'API          ready   http://127.0.0.1:7400   1.0 s',
  ]);
});

test('a part that dies is reported in one line, however much it said', () => {
  const lines: string[] = [];
  const { report } = createTerminal((line) => lines.push(line));
  report({ kind: 'died', part: 'worker', how: 'exit code 1\n  | long story', restartInMs: 500 });
  report({ kind: 'restarted', part: 'worker', tookMs: 3100 });
  expect(lines).toEqual(['worker died (exit code 1); starting it again in 0.5 s', 'worker is back after 3.1 s']);
});
