import { post } from './messages.ts';
import { channelArg, jsonArg, type Methods, textArg, writable } from './method.ts';
import { threadArg } from './methods-chat.ts';
import type { Parts } from './parts.ts';
import { isLoose, Refusal, type StoredFile } from './types.ts';
import { fileJson, type Workspace } from './workspace.ts';

const WRITE = ['files:write'];

/** Uploads in three steps: an address, the bytes, the message. */
export const fileMethods: Methods = {
  'files.getUploadURLExternal': {
    token: 'bot',
    scopes: WRITE,
    run({ ws }, args) {
      const name = textArg(args, 'filename');
      const length = Number(textArg(args, 'length'));
      if (name === '' || !(length > 0)) throw new Refusal('invalid_arguments');
      const file = {
        ...makeFile(ws, ws.bot.id, name, length),
        alt: textArg(args, 'alt_txt') || textArg(args, 'alt_text'),
      };
      ws.files.set(file.id, file);
      return { upload_url: `${ws.origin}/upload/${file.id}`, file_id: file.id };
    },
  },
  'files.info': {
    token: 'bot',
    scopes: ['files:read'],
    run({ ws }, args) {
      const file = ws.files.get(textArg(args, 'file'));
      if (file === undefined) throw new Refusal('file_not_found');
      return { file: fileJson(ws, file), comments: [], paging: { count: 100, total: 0, page: 1, pages: 0 } };
    },
  },
  'files.completeUploadExternal': {
    token: 'bot',
    scopes: WRITE,
    run(parts, args) {
      const { ws } = parts;
      const list = jsonArg(args, 'files', 'invalid_arguments');
      if (!Array.isArray(list) || list.length === 0) throw new Refusal('invalid_arguments');
      const files = list.map((entry: unknown): StoredFile => {
        const file = isLoose(entry) ? ws.files.get(String(entry['id'])) : undefined;
        if (file === undefined || file.bytes === null) throw new Refusal('file_not_found');
        if (isLoose(entry) && typeof entry['title'] === 'string') file.title = entry['title'];
        return file;
      });
      if (textArg(args, 'channel_id') === '') return { files: files.map((file) => fileJson(ws, file)) };
      const channel = writable(parts, channelArg(parts, args, 'channel_id'));
      const thread = threadArg(parts, channel, args);
      for (const file of files) file.shared = true;
      const draft = { user: ws.bot.id, text: textArg(args, 'initial_comment'), thread, files };
      post(parts, channel, draft, 'bot');
      return { files: files.map((file) => fileJson(ws, file)) };
    },
  },
};

/** Takes the bytes of a file; throws where they are not those that were announced. */
export function receiveFile({ ws, wire }: Parts, id: string, bytes: Buffer): void {
  const file = ws.files.get(id);
  if (file === undefined) throw new Refusal('file_not_found');
  if (bytes.length !== file.length) wire.violated(`${file.name}: ${bytes.length} bytes, ${file.length} were announced`);
  file.bytes = bytes;
}

/** A file of this name, before its bytes have come. */
export function makeFile(ws: Workspace, owner: string, name: string, length: number): StoredFile {
  const ending = name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : '';
  const [mimetype, filetype] = KINDS[ending] ?? ['application/octet-stream', 'binary'];
  const file = { id: ws.id('F'), name, mimetype, filetype, owner, length };
  return { ...file, alt: '', title: name, bytes: null, shared: false };
}

const KINDS: Readonly<Record<string, readonly [mimetype: string, filetype: string]>> = {
  '': ['text/plain', 'text'],
  txt: ['text/plain', 'text'],
  log: ['text/plain', 'text'],
  env: ['text/plain', 'text'],
  md: ['text/markdown', 'markdown'],
  json: ['application/json', 'json'],
  py: ['text/x-python', 'python'],
  js: ['text/javascript', 'javascript'],
  ts: ['text/plain', 'typescript'],
  sh: ['text/x-sh', 'shell'],
  yaml: ['text/plain', 'yaml'],
  yml: ['text/plain', 'yaml'],
  png: ['image/png', 'png'],
  jpg: ['image/jpeg', 'jpg'],
  zip: ['application/zip', 'zip'],
  pdf: ['application/pdf', 'pdf'],
};
