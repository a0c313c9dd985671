import { escapeHtml } from '../kit/answer.ts';
import type { Message, WholeMessage } from './store.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem; }
  h1 { font-size: 1.4rem; } h2 { font-size: 1rem; }
  form { display: flex; gap: .5rem; margin: 1rem 0; } input { flex: 1; font: inherit; padding: .3rem .6rem; } button { font: inherit; }
  table { border-collapse: collapse; width: 100%; } td, th { padding: .5rem .6rem; text-align: left; vertical-align: top; }
  tr { border-top: 1px solid #8884; } thead tr { border: 0; } th { font-weight: 600; }
  td.when { white-space: nowrap; font-variant-numeric: tabular-nums; } .quiet { opacity: .7; font-size: .9rem; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { opacity: .7; } dd { margin: 0; overflow-wrap: anywhere; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8884; border-radius: .4rem; padding: 1rem; }
  iframe { width: 100%; min-height: 30rem; border: 1px solid #8884; border-radius: .4rem; background: white; }
`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}

function readable(at: string | null): string {
  return at === null ? '' : `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

/** The list, newest first. */
export function listPage(messages: readonly Message[], total: number, to: string): string {
  const rows = messages
    .map(
      (message) => `<tr><td class="when">${readable(message.date)}</td><td>${escapeHtml(message.to.join(', '))}</td>
<td><a href="/mail/${message.id}">${escapeHtml(message.subject || '(no subject)')}</a></td></tr>`,
    )
    .join('\n');
  return page(
    'Mailbox',
    `<h1>Mailbox</h1><p class="quiet">Simulated: nothing here was sent to anybody. ${total} mails in all; times are the sender's business time.</p>
<form method="get" action="/"><input name="to" value="${escapeHtml(to)}" placeholder="Recipient" aria-label="Recipient"><button>Show</button></form>
<table><thead><tr><th>Sent</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows}</tbody></table>
${messages.length === 0 ? '<p>No mail.</p>' : ''}`,
  );
}

/** One mail. Its HTML is shown in a frame that may run nothing and load nothing. */
export function mailPage(message: WholeMessage, copies: number): string {
  const details: readonly (readonly [string, string])[] = [
    ['From', message.from],
    ['To', message.to.join(', ')],
    ['Sent', readable(message.date)],
    ['Received', message.receivedAt],
    ['Message-ID', message.messageId],
    ...Object.entries(message.headers).filter(([name]) => name.startsWith('x-')),
  ];
  const list = details.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('');
  return page(
    message.subject,
    `<p><a href="/">Mailbox</a></p><h1>${escapeHtml(message.subject || '(no subject)')}</h1><dl>${list}</dl>
${copies > 1 ? `<p>${copies} copies of this mail were taken.</p>` : ''}
${message.text === null ? '' : `<pre>${escapeHtml(message.text)}</pre>`}
${message.html === null ? '' : `<h2>As HTML</h2><iframe sandbox title="The mail as HTML" srcdoc="${escapeHtml(message.html)}"></iframe>`}
<p class="quiet"><a href="/messages/${message.id}">JSON</a> · <a href="/messages/${message.id}/raw">as received</a></p>`,
  );
}
