import type { FakeAnswer } from './types.ts';

/** A list of models, as OpenAI and all who are like it answer. */
export const list = (...ids: string[]): FakeAnswer => [
  200,
  { object: 'list', data: ids.map((id) => ({ id, object: 'model' })) },
];

/** An error as OpenAI and many others say it. */
export const openaiError = (
  status: number,
  code: string | null,
  message: string,
  type = 'invalid_request_error',
): FakeAnswer => [status, { error: { message, type, param: null, code } }];
