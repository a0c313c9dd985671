import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

/**
 * Below the ranges from which systems take the near end of outgoing connections (Linux from 32768, macOS and Windows
 * from 49152), above the ports that well-known servers have. A port that the kernel offers (`listen(0)`) comes out of
 * those ranges: any connection could take it before its server listens, or while a server that died is started again.
 */
const FIRST = 20_000;
const LAST = 32_000;
const TRIES = 200;

/**
 * A port on 127.0.0.1 that nobody listens on, and that no outgoing connection is given. Another program that looks for
 * one at this moment may take it, so whoever asks must be ready to ask again. `pick` gives a number from `first` up to
 * but without `beyond`.
 */
export async function freePort(pick: (first: number, beyond: number) => number = randomInt): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const port = pick(FIRST, LAST);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`none of ${TRIES} ports between ${FIRST} and ${LAST} of 127.0.0.1 is free`);
}

/** Whether a server could listen on `port` of `host` at this moment. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** Whether somebody accepts connections on `port` of 127.0.0.1; much faster to learn than from a gRPC client's back-off. */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  return new Promise((resolve) => {
    const answer = (listening: boolean): void => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.setTimeout(1_000, () => answer(false));
  });
}
