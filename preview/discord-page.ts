import { render } from '#chat/discord/render.ts';
import type { Drawn } from './drawn.ts';
import type { Sample } from './samples.ts';

type Json = Record<string, unknown>;

/** A page that looks about like Discord on a wide phone. Drawn from the components that are really sent. */
export function discordPage({ title, messages }: Sample): string {
  const mark = title === 'Keymedic' ? '@' : '#';
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><main><h1><span>${mark}</span> ${escape(title)}</h1>${messages.map(messageHtml).join('')}</main>`;
}

const STYLE = `
body{margin:0;background:#313338;font:15px/1.42 "gg sans","Noto Sans","DejaVu Sans",Arial,sans-serif;color:#dbdee1}
main{width:560px;padding:0 0 14px;background:#313338}
h1{font-size:16px;margin:0 0 8px;padding:12px 16px;border-bottom:1px solid #232428;color:#f2f3f5}h1 span{color:#80848e}
article{display:flex;gap:14px;padding:7px 16px}
.face{flex:none;width:38px;height:38px;border-radius:50%;background:#7a4b8b;color:#fff;font-weight:bold;text-align:center;line-height:38px}
.bot .face{background:#1f4e5f}
.name{font-weight:600;color:#f2f3f5}.app{font-size:10px;background:#5865f2;color:#fff;border-radius:3px;padding:1px 4px;margin:0 4px}
.time{font-size:12px;color:#949ba4;margin-left:4px}.body{min-width:0;flex:1;overflow-wrap:anywhere}
.box{background:#2b2d31;border:1px solid #3f4147;border-radius:8px;padding:10px 14px;margin-top:3px}
.text{white-space:pre-wrap;margin:3px 0}.small{font-size:12px;color:#949ba4}
pre{background:#1e1f22;border:1px solid #232428;border-radius:4px;padding:8px;margin:4px 0;font:12px/1.5 "DejaVu Sans Mono",monospace;white-space:pre-wrap}
.row{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0 2px}
button{font:500 13px "Noto Sans",Arial;border:0;border-radius:6px;background:#4e5058;padding:8px 13px;color:#fff}
button.s1{background:#5865f2}button.s4{background:#da373c}a{color:#00a8fc;text-decoration:none}`;

function messageHtml(message: Drawn): string {
  const bot = 'reply' in message;
  const name = bot ? 'Keymedic' : message.by;
  const body = bot
    ? (JSON.parse(JSON.stringify(render(message.reply))) as Json[]).map(componentHtml).join('')
    : `<div class="text">${escape(message.text)}</div>`;
  return `<article class="${bot ? 'bot' : ''}"><div class="face">${name[0] ?? ''}</div><div class="body"><span class="name">${name}</span>${bot ? '<span class="app">APP</span>' : ''}<span class="time">00:12</span>${body}</div></article>`;
}

function componentHtml(component: Json): string {
  const inner = ((component['components'] ?? []) as Json[]).map(componentHtml).join('');
  switch (component['type']) {
    case 17: {
      const colour = component['accent_color'];
      const edge =
        typeof colour === 'number' ? ` style="border-left:4px solid #${colour.toString(16).padStart(6, '0')}"` : '';
      return `<div class="box"${edge}>${inner}</div>`;
    }
    case 1:
      return `<div class="row">${inner}</div>`;
    case 2:
      return `<button class="s${Number(component['style'])}">${escape(String(component['label']))}</button>`;
    default:
      return textHtml(String(component['content'] ?? ''));
  }
}

function toggle(tag: 'b' | 'i', open: Set<string>): string {
  if (open.delete(tag)) return `</${tag}>`;
  open.add(tag);
  return `<${tag}>`;
}

const TOKENS = /```\n?([\s\S]*?)```|\\([\s\S])|<(https:\/\/[^>]+)>|\*\*|\*|^-# /gm;

function textHtml(text: string): string {
  const open = new Set<string>();
  let html = '';
  let at = 0;
  let small = false;
  for (const match of text.matchAll(TOKENS)) {
    html += escape(text.slice(at, match.index));
    at = match.index + match[0].length;
    const [whole, code, escaped, url] = match;
    if (code !== undefined) html += `</div><pre>${escape(code.trimEnd())}</pre><div class="text">`;
    else if (escaped !== undefined) html += escape(escaped);
    else if (url !== undefined) html += `<a>${escape(url)}</a>`;
    else if (whole.startsWith('*')) html += toggle(whole === '**' ? 'b' : 'i', open);
    else small = true;
  }
  html += escape(text.slice(at));
  return `<div class="text${small ? ' small' : ''}">${html}</div>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
