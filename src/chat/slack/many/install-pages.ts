import type { IncomingMessage, ServerResponse } from 'node:http';

/** What who has installed the bot sees at the end. */
export function installed(response: ServerResponse): void {
  page(response, 200, 'Keymedic is installed', [
    'An administrator of the workspace now opens Keymedic in Slack, under Apps, and there the tab Home.',
    'Set up Keymedic asks for the channels that it answers in, and for the channel of the support staff.',
  ]);
}

/** What is seen where it did not come to that. */
export function notInstalled({ url = '' }: IncomingMessage, response: ServerResponse): void {
  const denied = new URL(url, 'http://localhost').searchParams.get('error') === 'access_denied';
  page(response, denied ? 200 : 400, 'Keymedic is not installed', [
    denied
      ? 'It was cancelled in Slack; nothing was kept.'
      : 'Slack or this page was left open for too long, or reloaded.',
    'To try again, begin anew at /slack/install.',
  ]);
}

function page(response: ServerResponse, status: number, title: string, lines: readonly string[]): void {
  const body = lines.map((line) => `<p>${line}</p>`).join('');
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'",
  });
  response.end(`<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${body}</html>`);
}
