import type { AskableProbe, Knowledge, ProbeRequest, Provider } from '#knowledge/types.ts';

/**
 * The knowledge with one provider's house moved to a fake: hosts, base URL and addresses that stand alone. Its paths,
 * headers and answers stay as they are in its file, since they are what is tested.
 */
export function pointAt(knowledge: Knowledge, id: string, origin: string): Knowledge {
  const provider = knowledge.providers.get(id);
  if (provider === undefined) throw new Error(`no provider ${id}`);
  const moved: Provider = {
    ...provider,
    hosts: ['127.0.0.1'],
    base_url: URL.canParse(provider.base_url) ? `${origin}${new URL(provider.base_url).pathname}` : origin,
    ...(provider.probe === undefined || !('request' in provider.probe)
      ? {}
      : { probe: movedProbe(provider.probe, origin) }),
  };
  return { ...knowledge, providers: new Map([...knowledge.providers, [id, moved]]) };
}

function movedProbe(probe: AskableProbe, origin: string): AskableProbe {
  const { hosts: _hosts, ...rest } = probe;
  return {
    ...rest,
    request: movedRequest(probe.request, origin),
    ...(probe.second === undefined ? {} : { second: movedRequest(probe.second, origin) }),
    twins: [],
  };
}

function movedRequest(request: ProbeRequest, origin: string): ProbeRequest {
  if (!request.url.startsWith('https://')) return request;
  const { pathname, search } = new URL(request.url);
  return { ...request, url: `${origin}${pathname}${search}` };
}
