import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpAnswer } from './requests.ts';

/** Reads a request whole and sends what it is answered; null breaks the connection. */
export async function handOut(
  request: IncomingMessage,
  response: ServerResponse,
  answerOf: (body: Buffer) => Promise<HttpAnswer | null>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const answer = await answerOf(Buffer.concat(chunks));
  if (answer === null) {
    request.socket.destroy();
    return;
  }
  const isText = typeof answer.body === 'string' || Buffer.isBuffer(answer.body);
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
  response.end(isText ? answer.body : JSON.stringify(answer.body));
}
