import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { Envelope, Outcome, Transport } from './types.ts';

/** Signed requests to the bot's own server. */
export interface HttpTransport extends Transport {
  /** @param url the bot's origin, with or without `/slack/events`, where everything goes */
  connect(url: string): void;
  /** Breaks signatures from now on, or mends them. */
  forge(wrong: boolean): void;
}

/** @param ackMs how long the bot has; Slack waits 3 s */
export function openHttp(options: { readonly signingSecret: string; readonly ackMs: number }): HttpTransport {
  const agent = new Agent({ keepAlive: true });
  let target: string | null = null;
  let forged = false;
  const deliver = (envelope: Envelope, fresh = false): Promise<Outcome> => {
    if (target === null) return Promise.resolve({ type: 'lost' });
    const url = new URL('/slack/events', target);
    const { body, contentType } = encode(envelope);
    const secret = forged ? 'not the secret' : options.signingSecret;
    const headers = {
      ...sign(body, secret),
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...(envelope.attempt === 0
        ? {}
        : { 'x-slack-retry-num': String(envelope.attempt), 'x-slack-retry-reason': 'http_timeout' }),
    };
    return new Promise<Outcome>((done) => {
      const timer = setTimeout(() => {
        done({ type: 'late' });
        sent.destroy();
      }, options.ackMs);
      const finish = (outcome: Outcome) => {
        clearTimeout(timer);
        done(outcome);
      };
      const sent = request(url, { method: 'POST', headers, agent: fresh ? false : agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => finish({ type: 'lost' }));
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const text = Buffer.concat(chunks).toString('utf8');
          if (status === 200) finish({ type: 'acked', body: decode(text, response.headers['content-type']) });
          else finish({ type: 'refused', status });
        });
      });
      sent.on('error', () => {
        // The bot has closed a connection that was left open: https://nodejs.org/api/http.html#requestreusedsocket
        if (sent.reusedSocket && !fresh) void deliver(envelope, true).then(finish);
        else finish({ type: 'lost' });
      });
      sent.end(body);
    });
  };
  return {
    deliver: (envelope) => deliver(envelope),
    connect: (url) => void (target = url),
    forge: (wrong) => void (forged = wrong),
    close: async () => agent.destroy(),
  };
}

/** The headers that prove a request to come from Slack. */
export function sign(
  body: string,
  secret: string,
): { 'x-slack-signature': string; 'x-slack-request-timestamp': string } {
  const at = String(Math.floor(Date.now() / 1000));
  const mac = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-signature': `v0=${mac}`, 'x-slack-request-timestamp': at };
}

function encode({ type, payload }: Envelope): { readonly body: string; readonly contentType: string } {
  if (type === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const fields =
    type === 'interactive'
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' };
}

function decode(text: string, contentType: string | undefined): unknown {
  if (text === '') return null;
  return contentType?.includes('json') === true ? (JSON.parse(text) as unknown) : { text };
}
