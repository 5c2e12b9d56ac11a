import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultBox } from './faults.ts';
import { receiveFile } from './methods-files.ts';
import type { Parts } from './parts.ts';
import { answerAt } from './response-urls.ts';
import { type Call, isLoose, type Loose, Refusal } from './types.ts';
import { answerCall, readCall } from './web-api.ts';

/** A request with its whole body. */
export interface WholeRequest {
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

/** An answer over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Loose | string | Buffer;
}

/** Answers whatever the bot asks of Slack's hosts. Null: the connection breaks. */
export async function answerRequest(parts: Parts, faults: FaultBox, whole: WholeRequest): Promise<HttpAnswer | null> {
  const url = new URL(whole.request.url ?? '', 'http://fake');
  const [, place = '', name = ''] = url.pathname.split('/');
  if (place === 'api') {
    const { args, token } = readCall(whole.body.toString('utf8'), whole.request.headers, url.searchParams);
    const call = callOf(parts, name, args);
    return parts.wire.during(call, async () => answerCall(parts, faults, call, token));
  }
  if (place === 'respond') return respond(parts, url.pathname, whole.body.toString('utf8'));
  if (place === 'upload') return upload(parts, name, whole);
  if (place === 'files-pri') return download(parts, name, whole.request);
  if (place === 'signin')
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' };
  return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found' };
}

function callOf({ ws }: Parts, method: string, args: Loose): Call {
  return { method, args, at: ws.now(), status: 0, answer: null };
}

function respond(parts: Parts, path: string, body: string): Promise<HttpAnswer> {
  const parsed: unknown = JSON.parse(body);
  const args = isLoose(parsed) ? parsed : {};
  const call = callOf(parts, 'response_url', args);
  return parts.wire.during(call, async () => {
    const answer = answerAt(parts, path, args);
    call.status = answer.status;
    call.answer = answer.body;
    return answer;
  });
}

async function upload(parts: Parts, id: string, { request, body }: WholeRequest): Promise<HttpAnswer> {
  const call = callOf(parts, 'upload', { file: id, bytes: body.toString('latin1') });
  return parts.wire.during(call, async () => {
    try {
      const bytes = await bytesOf(body, request.headers['content-type'] ?? '');
      receiveFile(parts, id, bytes);
      call.status = 200;
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: `OK - ${bytes.length}` };
    } catch (error) {
      call.status = 404;
      return { status: 404, headers: { 'content-type': 'text/plain' }, body: String(error) };
    }
  });
}

async function bytesOf(body: Buffer, contentType: string): Promise<Buffer> {
  if (!contentType.startsWith('multipart/')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  for (const value of form.values()) if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  throw new Refusal('no_file');
}

/** Without a token that may read files, Slack sends people and programs to its sign-in page. */
async function download(parts: Parts, name: string, request: IncomingMessage): Promise<HttpAnswer> {
  const file = parts.ws.files.get(name.split('-')[1] ?? '');
  const call = callOf(parts, 'download', { file: file?.name ?? name });
  return parts.wire.during(call, async () => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const may = token === parts.botToken && parts.scopes.has('files:read') && !parts.ws.removed;
    await wait(parts.ws.fileMs);
    call.status = may && file?.bytes ? 200 : may ? 404 : 302;
    if (!may) return { status: 302, headers: { location: `${parts.ws.origin}/signin` }, body: '' };
    if (!file?.bytes) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'no such file' };
    return { status: 200, headers: { 'content-type': file.mimetype }, body: file.bytes };
  });
}
