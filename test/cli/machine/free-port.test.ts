import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, isListening, isPortFree } from '../../../cli/machine/free-port.ts';

const OUTGOING = '/proc/sys/net/ipv4/ip_local_port_range';

/** The first port that this system gives to outgoing connections; without a Linux to ask, the lowest of all systems. */
function firstOutgoing(): number {
  return existsSync(OUTGOING) ? Number(readFileSync(OUTGOING, 'utf8').split(/\s+/u)[0]) : 32_768;
}

test('no free port is one that an outgoing connection could be given', async () => {
  const ports = await Promise.all(Array.from({ length: 100 }, () => freePort()));
  expect(Math.max(...ports)).toBeLessThan(firstOutgoing());
  expect(Math.min(...ports)).toBeGreaterThan(1_024);
});

test('a port that somebody listens on is passed over', async () => {
  const taken = await freePort();
  const free = await freePort();
  const server = createServer();
  server.listen(taken, '127.0.0.1');
  await once(server, 'listening');
  try {
    expect([await isPortFree(taken), await isListening(taken)]).toEqual([false, true]);
    const picks = [taken, taken, free];
    expect(await freePort(() => picks.shift() ?? 0)).toBe(free);
    await expect(freePort(() => taken)).rejects.toThrow('none of 200 ports');
  } finally {
    server.close();
    await once(server, 'close');
  }
  expect([await isPortFree(taken), await isListening(taken)]).toEqual([true, false]);
});
