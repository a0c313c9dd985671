import { z } from 'zod';
import { type Database, integer, optionalInteger, optionalText, type Row, text } from '../kit/database.ts';

export const MESSAGES_SCHEMA = `
  create table if not exists messages (
    id integer primary key autoincrement,
    message_id text not null,
    sender text not null,
    recipients text not null,
    subject text not null,
    sent_at integer,
    received_at integer not null,
    headers text not null,
    body_text text,
    body_html text,
    raw blob not null
  );
  create index if not exists messages_by_message_id on messages (message_id);
  create table if not exists recipients (address text not null, message integer not null, primary key (address, message)) without rowid;
`;

export interface Message {
  /** The mailbox's own number; a second copy of the same mail has another. */
  readonly id: string;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly from: string;
  /** Envelope recipients, in lower case. */
  readonly to: readonly string[];
  readonly subject: string;
  /** The `Date` header: business time of the sender. Null when it has none. */
  readonly date: string | null;
  /** Wall time. */
  readonly receivedAt: string;
  /** By name in lower case; of a repeated header the last. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface WholeMessage extends Message {
  readonly text: string | null;
  readonly html: string | null;
}

export type NewMessage = Omit<WholeMessage, 'id'> & { readonly raw: Buffer };

interface MessageFilter {
  readonly to?: string | undefined;
  readonly messageId?: string | undefined;
  /** Received at this wall instant or later. */
  readonly since?: number | undefined;
  /** With a greater number. */
  readonly after?: number | undefined;
  readonly newestFirst?: boolean | undefined;
  readonly limit: number;
}

export interface MessageStore {
  add(message: NewMessage): Message;
  find(id: string): WholeMessage | undefined;
  raw(id: string): Buffer | undefined;
  list(filter: MessageFilter): Message[];
  latestWith(messageId: string): Message | undefined;
  count(): number;
  clear(): void;
}

const SUMMARY = 'id, message_id, sender, recipients, subject, sent_at, received_at, headers';

export function createMessageStore(db: Database): MessageStore {
  return {
    add: (message) =>
      db.transaction(() => {
        const { lastId } = db.run(
          `insert into messages (message_id, sender, recipients, subject, sent_at, received_at, headers, body_text, body_html, raw)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          message.messageId,
          message.from,
          JSON.stringify(message.to),
          message.subject,
          message.date === null ? null : Date.parse(message.date),
          Date.parse(message.receivedAt),
          JSON.stringify(message.headers),
          message.text,
          message.html,
          message.raw,
        );
        for (const address of message.to)
          db.run('insert or ignore into recipients (address, message) values (?, ?)', address, lastId);
        const { raw: _raw, text: _text, html: _html, ...summary } = message;
        return { ...summary, id: String(lastId) };
      }),
    find: (id) => {
      const row = db.get(`select ${SUMMARY}, body_text, body_html from messages where id = ?`, Number(id));
      return row === undefined
        ? undefined
        : { ...summaryOf(row), text: optionalText(row, 'body_text'), html: optionalText(row, 'body_html') };
    },
    raw: (id) => {
      const raw = db.get('select raw from messages where id = ?', Number(id))?.['raw'];
      return raw instanceof Uint8Array ? Buffer.from(raw) : undefined;
    },
    list: ({ to, messageId, since = 0, after = 0, newestFirst = false, limit }) =>
      db
        .all(
          `select ${SUMMARY} from messages
           where id > ? and received_at >= ?
             and (? is null or message_id = ?)
             and (? is null or id in (select message from recipients where address = ?))
           order by id ${newestFirst ? 'desc' : 'asc'} limit ?`,
          after,
          since,
          messageId ?? null,
          messageId ?? null,
          to?.toLowerCase() ?? null,
          to?.toLowerCase() ?? null,
          limit,
        )
        .map(summaryOf),
    latestWith: (messageId) => {
      const row = db.get(`select ${SUMMARY} from messages where message_id = ? order by id desc limit 1`, messageId);
      return row === undefined ? undefined : summaryOf(row);
    },
    count: () => integer(db.get('select count(*) as n from messages') ?? {}, 'n'),
    clear: () =>
      db.transaction(() => {
        db.run('delete from recipients');
        db.run('delete from messages');
      }),
  };
}

function summaryOf(row: Row): Message {
  const sentAt = optionalInteger(row, 'sent_at');
  return {
    id: String(integer(row, 'id')),
    messageId: text(row, 'message_id'),
    from: text(row, 'sender'),
    to: z.array(z.string()).parse(JSON.parse(text(row, 'recipients'))),
    subject: text(row, 'subject'),
    date: sentAt === null ? null : new Date(sentAt).toISOString(),
    receivedAt: new Date(integer(row, 'received_at')).toISOString(),
    headers: z.record(z.string(), z.string()).parse(JSON.parse(text(row, 'headers'))),
  };
}
