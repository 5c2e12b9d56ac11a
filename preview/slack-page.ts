import { render } from '#chat/slack/render.ts';
import type { Drawn } from './drawn.ts';
import type { Sample } from './samples.ts';

type Json = Record<string, unknown>;

/** A page that looks about like Slack on a wide phone. Drawn from the blocks that are really sent. */
export function slackPage({ title, messages }: Sample): string {
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><main><h1>${title === 'Keymedic' ? '' : '# '}${escape(title)}</h1>${messages.map(messageHtml).join('')}</main>`;
}

const STYLE = `
body{margin:0;background:#fff;font:15px/1.46 Lato,"Noto Sans","DejaVu Sans",Arial,sans-serif;color:#1d1c1d}
main{width:560px;padding:0 0 14px;background:#fff}
h1{font-size:17px;margin:0 0 8px;padding:12px 16px;border-bottom:1px solid #ddd}
article{display:flex;gap:9px;padding:7px 16px}
.face{flex:none;width:36px;height:36px;border-radius:6px;background:#7a4b8b;color:#fff;font-weight:bold;text-align:center;line-height:36px}
.bot .face{background:#1f4e5f}
.name{font-weight:900}.app{font-size:10px;background:#e8e8e8;color:#616061;border-radius:3px;padding:1px 4px;margin:0 4px}
.time{font-size:12px;color:#616061}.body{min-width:0;flex:1;overflow-wrap:anywhere}
pre{background:#f8f8f8;border:1px solid #ddd;border-radius:4px;padding:8px;margin:4px 0;font:12px/1.5 Menlo,"DejaVu Sans Mono",monospace;white-space:pre-wrap;color:#1d1c1d}
.text{white-space:pre-wrap}.context{font-size:13px;color:#616061;margin:4px 0}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0 2px}
button{font:bold 14px Lato,"Noto Sans",Arial;border:1px solid #bbb;border-radius:6px;background:#fff;padding:6px 11px;color:#1d1c1d}
button.primary{background:#007a5a;border-color:#007a5a;color:#fff}button.danger{background:#e01e5a;border-color:#e01e5a;color:#fff}
a{color:#1264a3;text-decoration:none}.dot{display:inline-block;width:13px;height:13px;border-radius:50%;vertical-align:-1px}`;

function messageHtml(message: Drawn): string {
  const bot = 'reply' in message;
  const name = bot ? 'Keymedic' : message.by;
  const body = bot
    ? render(message.reply)
        .blocks.map((block) => blockHtml(block as unknown as Json))
        .join('')
    : `<div class="text">${escape(message.text)}</div>`;
  return `<article class="${bot ? 'bot' : ''}"><div class="face">${name[0] ?? ''}</div><div class="body"><span class="name">${name}</span>${bot ? '<span class="app">APP</span>' : ' '}<span class="time">0:12</span>${body}</div></article>`;
}

function blockHtml(block: Json): string {
  const elements = (block['elements'] as Json[] | undefined) ?? [];
  if (block['type'] === 'rich_text') return elements.map(richHtml).join('');
  if (block['type'] === 'context')
    return `<div class="context">${elements.map(({ text }) => escape(String(text))).join(' ')}</div>`;
  const buttons = elements.map(({ text, style }) => {
    const label = escape(String((text as Json)['text']));
    return `<button class="${typeof style === 'string' ? style : ''}">${label}</button>`;
  });
  return `<div class="actions">${buttons.join('')}</div>`;
}

/** Drawn, since not every machine has a font with emoji. */
const EMOJI: Readonly<Record<string, string>> = {
  large_green_circle: '#2eb67d',
  large_yellow_circle: '#ecb22e',
  red_circle: '#e01e5a',
};

function richHtml(part: Json): string {
  const inner = (part['elements'] as Json[]).map((one) => {
    if (one['type'] === 'emoji')
      return `<i class="dot" style="background:${EMOJI[String(one['name'])] ?? '#999'}"></i>`;
    if (one['type'] === 'link') return `<a>${escape(String(one['url']))}</a>`;
    const text = escape(String(one['text']));
    const style = (one['style'] ?? {}) as Record<string, boolean>;
    const bold = style['bold'] === true ? `<b>${text}</b>` : text;
    return style['italic'] === true ? `<i>${bold}</i>` : bold;
  });
  return part['type'] === 'rich_text_preformatted'
    ? `<pre>${inner.join('')}</pre>`
    : `<div class="text">${inner.join('')}</div>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
