import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Faults } from '../kit/faults.ts';
import { pause } from '../kit/faulty-answer.ts';
import type { MailFault } from './mail-faults.ts';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  readonly faults: Faults<MailFault>;
  readonly signal: AbortSignal;
  /** Stores one mail; when it returns, the mail is safe and 250 may be said, unless a fault keeps the answer back. */
  readonly accept: (raw: Buffer, envelope: Envelope, fate: MailFate) => Promise<{ readonly id: string }>;
  /** Told of what was not taken. */
  readonly turnedAway: (envelope: Envelope, fate: MailFate) => void;
}

/** How a mail fared at the door. */
export interface MailFate {
  /** The reply that the sender saw; null when the connection died. */
  readonly status: number | null;
  readonly fault: string | null;
}

export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

type DataCallback = (error?: Error | null, message?: string) => void;

export interface SmtpListener {
  readonly url: string;
  close(): Promise<void>;
}

const LARGEST_MAIL_BYTES = 25 * 1024 * 1024;

/** Takes mail without TLS and without asking who it is: it listens on the loopback interface. Any user name and password will do. */
export async function listenSmtp({
  host,
  port,
  faults,
  signal,
  accept,
  turnedAway,
}: SmtpOptions): Promise<SmtpListener> {
  const sockets = new Map<number, Socket>();
  const server = new SMTPServer({
    banner: 'mailbox simulator',
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    size: LARGEST_MAIL_BYTES,
    closeTimeout: 100,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? 'anyone' }),
    onRcptTo: (address, session, callback) => {
      const [refusal] = faults.strike({ to: address.address, from: senderOf(session) }, ['reject', 'temporary']);
      if (refusal === undefined || !('code' in refusal)) return callback(null);
      turnedAway({ from: senderOf(session), to: [address.address] }, { status: refusal.code, fault: refusal.kind });
      return callback(smtpError(refusal.code, refusal.message));
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => void finish(stream.sizeExceeded, Buffer.concat(chunks), session, callback));
    },
  });

  async function finish(
    tooLarge: boolean,
    raw: Buffer,
    session: SMTPServerSession,
    callback: DataCallback,
  ): Promise<void> {
    try {
      if (tooLarge) throw smtpError(552, 'The mail is too large');
      const id = await receive(raw, session);
      if (id === undefined) sockets.get(session.remotePort)?.destroy();
      else callback(null, `queued as ${id}`);
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Undefined: the connection is to die without an answer. */
  async function receive(raw: Buffer, session: SMTPServerSession): Promise<string | undefined> {
    const envelope = { from: senderOf(session), to: session.envelope.rcptTo.map((one) => one.address) };
    const occasion = { to: envelope.to[0], from: envelope.from, subject: subjectOf(raw) };
    const struck = faults.strike(occasion, ['latency', 'timeoutBefore', 'lostAnswer']);
    for (const fault of struck) if (fault.kind === 'latency') await pause(fault.ms, signal);
    const names = struck.map((fault) => fault.kind).join('+');
    const fault = names === '' ? null : names;
    for (const before of struck) {
      if (before.kind !== 'timeoutBefore') continue;
      await pause(before.ms, signal);
      turnedAway(envelope, { status: null, fault });
      return undefined;
    }
    const lost = struck.some((one) => one.kind === 'lostAnswer');
    const { id } = await accept(raw, envelope, { status: lost ? null : 250, fault });
    return lost ? undefined : id;
  }

  const listening = server.listen(port, host);
  listening.on('connection', (socket: Socket) => {
    const from = socket.remotePort;
    if (from === undefined) return;
    sockets.set(from, socket);
    socket.once('close', () => sockets.delete(from));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    listening.once('listening', resolve);
  });
  // From here on an error is one client's broken connection, not the server's.
  server.on('error', () => {});
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('the SMTP server listens on no TCP port');
  return {
    url: `smtp://${host}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

function senderOf(session: SMTPServerSession): string {
  return session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
}

/** The subject as written, still encoded: enough for aiming a fault before the mail is parsed. */
function subjectOf(raw: Buffer): string {
  const head = raw.subarray(0, 8192).toString('utf8');
  return /^subject:[ \t]*(.*)$/im.exec(head)?.[1]?.trim() ?? '';
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
