import { expect, test } from 'vitest';
import { readyLine } from '../../../cli/installation/node-program.ts';

test('a program is ready by its own line, or by the line of its logger', () => {
  expect(readyLine('noise\n{"ready":true,"gateway":"http://g"}\n')).toEqual({ ready: true, gateway: 'http://g' });
  expect(readyLine('{"level":30,"msg":"worker ready"}\n', 'worker ready')).toEqual({ level: 30, msg: 'worker ready' });
});

test.for(['', 'ready', '{"ready":', '{"ready":false}', '{"level":30,"msg":"worker ready"}', '{"ready":"true"}'])(
  'a program that says %j is not ready',
  (output) => {
    expect(readyLine(output)).toBeUndefined();
  },
);
