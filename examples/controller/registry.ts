/** A registry of domains, outside of the cluster. */
export interface Registry {
  register(domain: string, site: string, signal: AbortSignal): Promise<void>;
  release(domain: string, signal: AbortSignal): Promise<void>;
}

/** The registry at a URL. What it does can be done twice: a controller may have to. */
export function registry(url: string): Registry {
  const send = async (
    method: string,
    domain: string,
    init: { readonly body?: string; readonly signal: AbortSignal },
  ): Promise<void> => {
    const answer = await fetch(`${url}/${domain}`, { method, ...init });
    await answer.body?.cancel();
    if (!answer.ok && answer.status !== 404)
      throw new Error(`the registry answers ${answer.status} for "${domain}"`);
  };
  return {
    register: (domain, site, signal) =>
      send("PUT", domain, { body: site, signal }),
    release: (domain, signal) => send("DELETE", domain, { signal }),
  };
}
