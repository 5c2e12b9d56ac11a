import type { Wish } from '#probe/types.ts';

/** What the arguments of the key check say. Nothing of an argument that could be a key is ever repeated. */
export type KeyArguments =
  | { readonly type: 'check'; readonly wish: Wish; readonly json: boolean }
  | { readonly type: 'help' }
  | { readonly type: 'refused'; readonly says: string };

const EXPOSED =
  "Every program on this machine can see a key in the arguments, and it stays in your shell's history, so it was not used. Treat it as exposed: create a new key, revoke this one, then run the check again and enter the new key when asked.";
const ENVIRONMENT =
  'The key is not read from the environment, because every program started from here could read it, and the stored value is often the wrong one. Enter the key when asked, or pipe it in.';

const VALUES: Readonly<Record<string, keyof Wish>> = { provider: 'provider', 'base-url': 'baseUrl', model: 'model' };
const KEY_OPTION = /^--?(?:k|key|api-?key|token|secret|password|bearer|header|authorization)(?:=|$)/i;
const ENVIRONMENT_OPTION = /^--?(?:env|from-env|key-env|key-from-env|variable)(?:=|$)/i;

/**
 * Reads the arguments. Written by hand: a general parser repeats in its messages what it does not understand, and that
 * may be a key.
 *
 * @param argv without the program and the command
 * @param env only looked at for a key that was put there for this check
 */
export function readKeyArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): KeyArguments {
  if (argv.includes('--help') || argv.includes('-h')) return { type: 'help' };
  if (argv.some((argument) => KEY_OPTION.test(argument) || looksLikeKey(argument))) return refused(EXPOSED);
  if (argv.some((argument) => ENVIRONMENT_OPTION.test(argument)) || (env['KEYCHECK_KEY'] ?? '') !== '')
    return refused(ENVIRONMENT);
  return readOptions(argv.flatMap(splitAtEquals));
}

function readOptions(given: readonly string[]): KeyArguments {
  const wish: Record<string, string> = {};
  let json = false;
  for (let at = 0; at < given.length; at += 1) {
    const argument = given[at] ?? '';
    if (argument === '--json') {
      json = true;
      continue;
    }
    const field = argument.startsWith('--') ? VALUES[argument.slice(2)] : undefined;
    if (field === undefined) return refused(`Argument ${at + 1} is not valid. See --help.`);
    at += 1;
    const value = given[at] ?? '';
    if (value === '' || value.startsWith('--')) return refused(`${argument} needs a value.`);
    wish[field] = value;
  }
  return { type: 'check', wish, json };
}

function refused(says: string): KeyArguments {
  return { type: 'refused', says };
}

function splitAtEquals(argument: string): readonly string[] {
  const at = argument.startsWith('--') ? argument.indexOf('=') : -1;
  return at < 0 ? [argument] : [argument.slice(0, at), argument.slice(at + 1)];
}

/** Long, of letters and digits, and no address or model name: models have few digits in a row of words. */
function looksLikeKey(argument: string): boolean {
  const value = argument.replace(/^--?[\w-]+=/, '');
  if (/^https?:\/\//i.test(value)) return false;
  if (
    /^-*(?:sk|pk|rk|gsk|xai|hf|r8|fw|csk|nvapi|pplx|tgp|unkey|AIza|AKIA|ASIA|ABSK|gh[pousr]|github_pat|eyJ)[-_.]?[A-Za-z0-9_-]{12,}/.test(
      value,
    )
  )
    return true;
  const digits = value.match(/\d/g)?.length ?? 0;
  return /^[A-Za-z0-9_.-]{28,}$/.test(value) && digits >= 6 && new Set(value).size >= 14;
}
