/** Longer texts are logs: what people say and where they are stands at the beginning and the end, in characters. */
const READ = 6_000;

interface Circumstance {
  readonly fact: string;
  readonly shows: RegExp;
}

/**
 * What people say around an error, and which shell they use. These facts choose the sentence that comes first and the order
 * of the steps; kind, speaking and confidence do not depend on them.
 */
const CIRCUMSTANCES: readonly Circumstance[] = [
  {
    fact: 'works-elsewhere',
    shows:
      /(?:works?|working|fine|ok|succeeds?|valid|good)\b[^.\n]{0,40}\b(?:in|with|from|via|using|through|on) (?:plain |raw |the )?(?:curl|postman|insomnia|the playground|playground|python|the terminal|another (?:tool|client|app|machine|project)|httpie|a script|the browser|the web)|\b(?:curl|postman|insomnia|the playground|httpie|a script)\b[^.\n]{0,60}\b(?:works?|is fine|succeeds?|returns? 200|gives? (?:me )?200|no problem|without (?:any )?(?:problem|issue|error)s?)|same key[^.\n]{0,30}\b(?:works?|is fine)|(?:curl|postman)[^。\n]{0,20}(?:正常|可以|没问题|能用)|(?:curl|postman)[^.\n]{0,30}(?:работает|funktioniert|funciona|fonctionne)|(?:works?|worked) (?:everywhere|elsewhere)/i,
  },
  {
    fact: 'replaced-key',
    shows:
      /\b(?:rotated?|rotating|regenerat(?:ed?|ing)|re-generat(?:ed?|ing)|rolled|revoked?|recreated|re-created|replaced|reset|deleted|rerolled)\b[^.\n]{0,40}\b(?:keys?|tokens?|secrets?)\b|\b(?:keys?|tokens?|secrets?)\b[^.\n]{0,40}\b(?:(?:was|were|been|got|is) (?:rotated|regenerated|re-generated|rolled|revoked|recreated|replaced|reset|deleted)|rotation)\b|(?:重置|重新生成|更换|轮换|删除)了?[^。\n]{0,8}(?:key|密钥|令牌|token)|(?:key|密钥|令牌|token)[^。\n]{0,8}(?:重置|重新生成|更换|轮换)|перевыпус|перегенерир|сгенерировал[аи]? нов|neu (?:erzeugt|generiert|erstellt)|regenerad|régénér/i,
  },
  {
    fact: 'chat-subscription',
    shows:
      /\b(?:chatgpt|gpt|openai) ?(?:plus|pro|team|business|go)\b|\bclaude ?(?:pro|max|team)\b|\b(?:plus|pro|max|premium) (?:plan|subscription|subscriber|account|member|user)\b|\b(?:gemini|google (?:one|ai)) (?:advanced|pro|ultra|premium)\b|\bi (?:have|pay for|bought) (?:a )?(?:subscription|plus|pro)\b|(?:plus|pro|会员)\s?(?:会员|订阅)|подписк|\babo(?:nnement)?\b|suscripci|assinatura/i,
  },
  {
    fact: 'own-quota',
    shows:
      /该令牌额度|令牌额度|令牌的?配额|token quota|quota of (?:this|the) (?:token|key)|\b(?:key|token)(?:'s|s)? (?:own )?(?:spending |spend |credit |usage |monthly |daily )?(?:limit|budget|quota|cap)\b|(?:limit|budget|quota|cap) (?:for|of|on) (?:this|the|your) (?:api )?(?:key|token)|over budget|budget has been exceeded|exceededbudget|max[_ ]budget/i,
  },
  {
    fact: 'retired-model',
    shows:
      /\b(?:deprecat|decommission|retired|sunset|discontinued|shut ?down|end[- ]of[- ]life|no longer (?:available|supported|offered|served))|已(?:下线|弃用|停用)|下线了|снят с поддержки|abgekündigt|eingestellt/i,
  },
  {
    fact: 'worked-in-another-environment',
    shows:
      /\b(?:works?|worked|fine|ok)\b[^.\n]{0,30}\b(?:in|on|locally|against) ?(?:staging|stage|dev|development|test|testing|sandbox|preview|local|locally|localhost|my (?:machine|laptop))?\b(?:[^.\n]{0,40}\b(?:prod|production|live|deployed|server|vercel|netlify|ci|docker))|\b(?:worked|works|fine) (?:in|on) (?:staging|dev|development|sandbox|test)\b|\b(?:staging|dev|test|sandbox|live|prod(?:uction)?) (?:key|workspace|environment)\b/i,
  },
  {
    fact: 'local-refused',
    shows:
      /(?:ECONNREFUSED|connection refused|refused to connect|failed to connect)[^\n]{0,60}(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?)|(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::\d+)?[^\n]{0,60}(?:ECONNREFUSED|connection refused|refused)/i,
  },
  {
    fact: 'copied-from-list',
    shows:
      /\bcop(?:y|ied|ying)\b[^.\n]{0,40}\b(?:dashboard|list|table|page|console|ui|settings)\b|(?:从|在)[^。\n]{0,10}(?:后台|控制台|列表)[^。\n]{0,6}复制/i,
  },
];

const SHELLS: readonly Circumstance[] = [
  {
    fact: 'shell-powershell',
    shows:
      /^\s*PS (?:[A-Z]:\\|>|\/)|\$env:[A-Z_]|\bpowershell\b|\bpwsh\b|\.ps1\b|At line:\d+ char:\d+|CategoryInfo\s*:|FullyQualifiedErrorId|Invoke-(?:RestMethod|WebRequest)/im,
  },
  {
    fact: 'shell-cmd',
    shows:
      /^\s*[A-Z]:\\[^>\n]{0,120}>|^\s*(?:set|setx) [A-Z_]{3,40}[= ]|%[A-Z_]{3,40}%|\bcmd\.exe\b|is not recognized as an internal or external command/im,
  },
  {
    fact: 'shell-posix',
    shows:
      /\/Users\/|\/home\/|\/root\/|\/usr\/|~\/\.|\.(?:zshrc|bashrc|bash_profile|profile)\b|\bexport [A-Z_]{3,40}=|^\s*[\w.-]{1,32}@[\w.-]{1,64}[: ][^\n]{0,80}[$#%] |\b(?:zsh|bash|fish|macos|mac os|linux|ubuntu|debian|wsl)\b/im,
  },
  {
    fact: 'shell-powershell',
    shows: /\b[A-Z]:\\(?:Users|Program Files|Windows)\b|\bwindows (?:10|11|terminal)\b|\bon windows\b/i,
  },
];

/** The facts that a text shows. @param text the text as given, secrets masked */
export function readCircumstances(text: string): readonly string[] {
  const read = text.length > 2 * READ ? `${text.slice(0, READ)}\n${text.slice(-READ)}` : text;
  const facts = CIRCUMSTANCES.filter(({ shows }) => shows.test(read)).map(({ fact }) => fact);
  const shell = SHELLS.find(({ shows }) => shows.test(read));
  return shell === undefined ? facts : [...facts, shell.fact];
}
