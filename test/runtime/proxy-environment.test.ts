import { expect, it } from "vitest";
import { proxyFromEnvironment } from "../../templates/runtime/proxy-environment.js";

const proxy = "http://proxy.example:3128";

function labelFor(
  server: string,
  environment: { readonly [name: string]: string },
): string | undefined {
  return proxyFromEnvironment(server, environment)?.label;
}

it.each<[string, { readonly [name: string]: string }, string | undefined]>([
  ["https://kube.example", { HTTPS_PROXY: proxy }, proxy],
  ["https://kube.example", { https_proxy: proxy }, proxy],
  ["https://kube.example", { HTTP_PROXY: proxy }, undefined],
  ["http://kube.example", { HTTP_PROXY: proxy }, proxy],
  ["http://kube.example", { http_proxy: proxy }, proxy],
  ["http://kube.example", { HTTPS_PROXY: proxy, ALL_PROXY: proxy }, undefined],
  ["https://kube.example", { HTTPS_PROXY: "proxy.example:3128" }, proxy],
  ["https://kube.example", { HTTPS_PROXY: "socks5://p" }, "socks5://p:1080"],
  // Capitals come first, and an empty one is none.
  ["https://kube.example", { HTTPS_PROXY: "", https_proxy: proxy }, proxy],
  [
    "https://kube.example",
    { HTTPS_PROXY: "http://a", https_proxy: "http://b" },
    "http://a:80",
  ],
  // In CGI, HTTP_PROXY is a header of whoever asks.
  [
    "http://kube.example",
    { HTTP_PROXY: proxy, REQUEST_METHOD: "GET" },
    undefined,
  ],
  [
    "https://kube.example",
    { HTTPS_PROXY: proxy, REQUEST_METHOD: "GET" },
    proxy,
  ],
])("C6: for %s with %j: %s", (server, environment, expected) => {
  expect(labelFor(server, environment)).toBe(expected);
});

it.each([
  "https://localhost:6443",
  "https://127.0.0.1",
  "https://127.8.9.10:6443",
  "https://[::1]:6443",
])("C6: %s is never behind a proxy", (server) => {
  expect(labelFor(server, { HTTPS_PROXY: proxy })).toBeUndefined();
});

it.each<[string, string, boolean]>([
  ["*", "https://kube.example", true],
  ["other, *", "https://10.1.2.3", true],
  ["kube.example", "https://kube.example", true],
  ["kube.example", "https://api.kube.example", true],
  ["kube.example", "https://mykube.example", false],
  [".kube.example", "https://kube.example", false],
  [".kube.example", "https://api.kube.example", true],
  ["*.kube.example", "https://a.b.kube.example", true],
  ["*.kube.example", "https://kube.example", false],
  [" KUBE.example ,x", "https://kube.example", true],
  ["kube.example:6443", "https://kube.example:6443", true],
  ["kube.example:6443", "https://kube.example", false],
  ["kube.example:443", "https://kube.example", true],
  ["bücher.example", "https://bücher.example", true],
  ["10.0.0.0/8", "https://10.1.2.3:6443", true],
  ["10.0.0.0/8", "https://11.1.2.3", false],
  ["10.0.0.0/8", "https://kube.example", false],
  ["10.0.0.0/99", "https://10.1.2.3", false],
  ["10.1.2.3", "https://10.1.2.3:6443", true],
  ["10.1.2.3:443", "https://10.1.2.3:6443", false],
  ["10.1.2", "https://10.1.2.3", false],
  ["2001:db8::/32", "https://[2001:db8::5]", true],
  ["2001:db8::5", "https://[2001:db8:0::5]:6443", true],
  ["[2001:db8::5]:6443", "https://[2001:db8::5]:6443", true],
  ["[2001:db8::5]:1", "https://[2001:db8::5]:6443", false],
  [",, ,:80", "https://kube.example", false],
])("C6: NO_PROXY=%s leaves %s out: %s", (list, server, out) => {
  for (const name of ["NO_PROXY", "no_proxy"])
    expect(labelFor(server, { HTTPS_PROXY: proxy, [name]: list })).toBe(
      out ? undefined : proxy,
    );
});

it("a variable that holds no proxy is told, and not what it holds", () => {
  const text = "gopher://me:s3cr3t@proxy";
  expect(() => labelFor("https://x.example", { HTTPS_PROXY: text })).toThrow(
    /^the variable HTTPS_PROXY of the environment is the URL of a proxy of an unknown kind: "gopher:"; there are/,
  );
});
