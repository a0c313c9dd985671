import { partnersOwn, type PartnerConnection } from '../partner-center/connection.ts';
import { toInstantText } from '../partner-center/dates.ts';
import { afterWrite, awaitSight, untilKnown } from '../partner-center/doubt.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asBoolean, asList, asText, field, type JsonValue } from '../partner-center/json.ts';
import { doubtful, PartnerCenterError } from '../partner-center/partner-center-error.ts';

/** Where Microsoft sends what; there is one for the whole partner. */
export interface WebhookRegistration {
  readonly url: string;
  readonly events: readonly string[];
}

/** What became of a test event: one result an attempt. Microsoft keeps it for seven days. */
export interface TestDelivery {
  readonly completed: boolean;
  readonly callbackUrl: string | null;
  readonly results: readonly {
    /** The status that our side answered, as a word: `OK`. */
    readonly responseCode: string;
    readonly systemError: boolean;
    readonly at: number | null;
  }[];
}

/** Registration for webhooks (contract section 11.1). Every method rejects with PartnerCenterError. */
export interface WebhookRegistrations {
  /** Null when there is none. */
  read(): Promise<WebhookRegistration | null>;
  /**
   * Makes the registration as wanted, whether there was one or not; events that Microsoft does not offer are left out.
   * Answers with what is read back, which need not have changed.
   */
  ensure(wanted: WebhookRegistration): Promise<WebhookRegistration>;
  /** Has Microsoft send `test-created`, for which we must be registered, twice a minute at most. Its correlation id. */
  sendTest(): Promise<string>;
  testResult(correlationId: string): Promise<TestDelivery>;
}

const path = '/webhooks/v1/registration';
const tenant = partnersOwn;

function registrationIn(reply: JsonValue): WebhookRegistration | null {
  const url = asText(field(reply, 'WebhookUrl'));
  return url === null
    ? null
    : { url, events: asList(field(reply, 'WebhookEvents')).flatMap((one) => asText(one) ?? []) };
}

const lower = ({ events }: WebhookRegistration): ReadonlySet<string> =>
  new Set(events.map((name) => name.toLowerCase()));

function isSame(one: WebhookRegistration, other: WebhookRegistration): boolean {
  const [left, right] = [lower(one), lower(other)];
  return one.url === other.url && left.size === right.size && [...left].every((name) => right.has(name));
}

const malformed = (code: string): PartnerCenterError => new PartnerCenterError(meaningOf(500, null), { code });

export function createWebhookRegistrations({ caller, limits, runtime }: PartnerConnection): WebhookRegistrations {
  const read = async (): Promise<WebhookRegistration | null> => {
    try {
      return registrationIn(await caller.read({ path, tenant }));
    } catch (error) {
      // Which error says that there is none is not published.
      const none = error instanceof PartnerCenterError && (error.httpStatus === 404 || error.httpStatus === 400);
      if (none) return null;
      throw error;
    }
  };
  const offered = async (): Promise<ReadonlySet<string>> => {
    const names = await caller.read({ path: `${path}/events`, tenant });
    if (!Array.isArray(names)) throw malformed('no_list');
    return new Set(names.flatMap((name) => asText(name)?.toLowerCase() ?? []));
  };

  return {
    read,
    async ensure({ url, events }) {
      const names = await offered();
      const wanted = { url, events: events.filter((name) => names.has(name.toLowerCase())) };
      const seen = async (): Promise<WebhookRegistration | null> => {
        const found = await read();
        return found !== null && isSame(found, wanted) ? found : null;
      };
      const before = await read();
      if (before !== null && isSame(before, wanted)) return before;
      const messageRequestId = runtime.newGuid();
      const send = async (): Promise<WebhookRegistration | null> => {
        await caller.write({
          method: before === null ? 'POST' : 'PUT',
          path,
          tenant,
          // The signature in a header of its own: what stands in front of us often keeps `Authorization` for itself.
          body: { WebhookUrl: url, WebhookEvents: wanted.events, SignatureTokenToMsSignatureHeader: true },
          messageRequestId,
        });
        return afterWrite(awaitSight(seen, limits.confirmMs, runtime));
      };
      const after = await untilKnown(send, seen, limits, runtime);
      if (after === null) throw doubtful({ code: 'not_yet_visible' });
      return after;
    },
    async sendTest() {
      const messageRequestId = runtime.newGuid();
      const reply = await caller.write({ method: 'POST', path: `${path}/validationEvents`, tenant, messageRequestId });
      const correlationId = asText(field(reply, 'correlationId'));
      if (correlationId === null) throw doubtful({ code: 'no_correlation_id' });
      return correlationId;
    },
    async testResult(correlationId) {
      const at = `${path}/validationEvents/${encodeURIComponent(correlationId)}`;
      const reply = await caller.read({ path: at, tenant });
      return {
        completed: asText(field(reply, 'status'))?.toLowerCase() === 'completed',
        callbackUrl: asText(field(reply, 'callbackUrl')),
        results: asList(field(reply, 'results')).map((result) => {
          const date = toInstantText(asText(field(result, 'dateTimeUtc')));
          return {
            responseCode: asText(field(result, 'responseCode')) ?? '',
            systemError: asBoolean(field(result, 'systemError')) ?? false,
            at: date === null ? null : Date.parse(date),
          };
        }),
      };
    },
  };
}
