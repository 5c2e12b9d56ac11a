/** Words of programs that are nobody's name: what is left of `SENDGRID_API_KEY` or `TwilioRestException` without them is one. */
const GENERIC = new Set(
  `a an the my our your this that new old app apps api apis auth authn authentication authorization authorize authorisation
  access account accounts admin amount application argument arguments arithmetic array aiohttp assert assertion async attribute axios
  backend bad base batch bearer body bot browser bucket bundle business byte call callback cannot card cert certificate channel chat check
  chunked class cli client clients cloud code codec command common completion completions config configuration connect connection content
  context core cors credential credentials custom data database db debug decode default demo deserialization dev development device
  disk document domain dotnet duplicate email embedding empty encode encoding endpoint entity entry env environment error errors event
  exception exceptions execution expired express external fail failed failure fatal fetch field file filter flow forbidden format
  framework frontend function gateway general generic get global go grant graphql guzzle handler header helper host hosted http https
  id identity illegal import in index inference info input insufficient integration internal invalid io ip java javascript job js json jwt
  key keys kotlin lib library limit list live llm load local localhost login logger main manager maximum max memory merchant message
  middleware missing mock model module mysql name net network next no node none not notification npm null number oauth object on
  openapi operation os output package page parse parser password path payload payment permission php pip pipeline pointer policy pool port
  post postgres private process prod production program project prompt property protocol provider proxy public publishable py
  python query queue quota range rate react read redirect redis refresh remote repository request requests requires resource response rest result
  retry retryable role root rpc ruby run runtime rust sandbox schema scope script sdk search secret secure security send server service services session
  settings signature site socket source spec sql ssl stack staging starter status storage store stream string swift syntax system
  task team temporary test text throttling time timeout tls token tokens tool too transaction transport type ts typeerror undefined unauthorized unauthenticated
  unexpected unhandled unicode unknown unprocessable unrecognized unsupported update upload upstream uri url urllib urllib3 urlopen
  use user util utils validation value vendor verification version vite vue web webhook websocket window work workflow
  worker write wrong xml yaml zod zone aio ai asgi wsgi httpx http2 http1 httpcore anyio requests asyncio concurrent threading
  uncaught illegal abort aborted already cancelled canceled conflict exceeded incorrect large limited locked maintenance
  many method mismatch much nested open operational overloaded pending previous question recoverable scheduled referer referrer blocked by err exchange image images acme xx xxx example inactive websockets h11 h2 ipify shop website eu us asia
  first second foo bar baz page pages static assets cdn mail smtp blog docs ready reference
  state strategy subscription such support table unable unavailable unreachable uploaded usage warning zero
  npm_config npm_token ci github_actions com org www io co dev internal lambda function arn self tenant personal shared master site
  secretkey apikey apitoken appid clientid accesskey username userid hostname baseurl dotenv process cron config_entry updatefailed
  urlsession nserror nsurl windows win linux macos ubuntu debian android ios iphone darwin x64 amd64 mozilla chrome safari applewebkit gecko
  springframework spring servlet tomcat jetty netty okhttp okhttp3 retrofit retrofit2 feign jackson gson apache hibernate junit kotlinx scala akka
  symfony laravel illuminate composer guzzlehttp psr monolog rails rack activerecord faraday bundler gem rubygems
  express koa fastify undici node_fetch got superagent webpack vite rollup babel jest mocha vitest tsx ts_node nodemon nest nestjs nuxt
  django flask fastapi starlette uvicorn gunicorn celery pydantic pytest werkzeug jinja2 sqlalchemy numpy pandas scipy tenacity backoff tornado
  site_packages dist_packages lib3 streamlit gradio_client click typer rich attr attrs ssl_certifi certifi six grpc grpcio tqdm gevent twisted
  dart flutter dio widget bloc riverpod microsoft_extensions microsoft_aspnetcore system_net mscorlib restsharp newtonsoft polly refit
  prototype anonymous eval native promise listener emitter internal_process async_hooks timers tick callbacks processticksandrejections`.split(
    /\s+/,
  ),
);

/** Is a word one that stands in every program's names? */
export function isGeneric(word: string): boolean {
  return word.length < 2 || /^\d+$/.test(word) || GENERIC.has(word.toLowerCase());
}

/** Parts of a host under which anybody can register a name. */
const SECOND_LEVEL = new Set('co com org net gov edu ac or go ne gob gouv gv gen web mil nom ltd plc in'.split(' '));

/** Where code, packages, papers and pages about programs are kept: an address there says nothing of who refused. */
const KEPT_AT =
  /(?:^|\.)(?:githubusercontent\.com|github\.io|stackoverflow\.com|stackexchange\.com|pypi\.org|readthedocs\.(?:io|org)|npmjs\.(?:com|org)|nodejs\.org|python\.org|mozilla\.org|w3\.org|schema\.org|xmlsoap\.org|json-schema\.org|example\.(?:com|org|net)|jsdelivr\.net|unpkg\.com|cloudfront\.net|herokuapp\.com|vercel\.app|netlify\.app|pages\.dev|workers\.dev|ngrok(?:-free)?\.(?:io|app|dev)|onrender\.com|railway\.app|repl\.co|replit\.dev|googleusercontent\.com|imgur\.com|postimg\.cc|discordapp\.com|youtu\.be|medium\.com|wikipedia\.org|apache\.org|spring\.io|symfony\.com|laravel\.com|reactjs\.org|aka\.ms|goo\.gl|bit\.ly|t\.co|errors\.pydantic\.dev|pydantic\.dev|rfc-editor\.org|ietf\.org|mdn\.io|curl\.(?:se|haxx\.se)|docker\.(?:com|io)|k8s\.io|kubernetes\.io|example|intern|corp|intranet|local|localhost|internal|lan|test|invalid|svc|home)$/;

/** Where tokens are issued: it says who signs people in, not whose API refused. */
const ISSUES_TOKENS =
  /^(?:oauth2?|accounts?|login|signin|sts|iamcredentials|securetoken|identitytoolkit)\.[a-z0-9.-]*(?:google|googleapis|microsoftonline|live|amazonaws|apple|windows)\.(?:com|net)$/;

/** The hosts of code; their APIs are named by themselves. */
const CODE_HOST = /^(?:www\.)?(?:github|gitlab|bitbucket|gitee|codeberg)\.(?:com|org)$/;

/** Does an address at this host tell whose API was asked? */
export function isTellingHost(host: string): boolean {
  return (
    host.includes('.') &&
    !/^[\d.]+$/.test(host) &&
    !host.startsWith('[') &&
    !KEPT_AT.test(host) &&
    !ISSUES_TOKENS.test(host) &&
    !CODE_HOST.test(host)
  );
}

/** The name in a host: `notion` in `api.notion.com`, `example` in `api.example.co.uk`. */
export function nameInHost(host: string): string | null {
  const parts = host.split('.').filter((part) => part !== '');
  if (parts.length < 2) return null;
  const isUnderCountry = parts.length >= 3 && parts.at(-1)?.length === 2 && SECOND_LEVEL.has(parts.at(-2) ?? '');
  const name = parts.at(isUnderCountry ? -3 : -2) ?? '';
  const plain = name.replace(/-?(?:apis?|sandbox|usercontent)$/, '').replace(/^(?:api|get|use|try)-/, '');
  return plain.length < 2 || isGeneric(plain) ? null : plain;
}
