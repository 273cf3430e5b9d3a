import * as fc from "fast-check";

/** What may end a comment, a string, a template, a line or a path, or shows as something else than it is. `pwned` is declared nowhere. */
const snippets: readonly string[] = [
  "*/ pwned() /*",
  "*/",
  "/**",
  "//",
  "`${pwned()}`",
  "${pwned()}",
  "$",
  "{",
  "}",
  '"; pwned(); "',
  "'; pwned(); '",
  '"',
  "'",
  "`",
  "\\",
  "\\u002a/",
  "\n@deprecated pwned()",
  "\npwned()",
  "\rpwned()",
  "\r\n",
  "\t",
  "\u2028pwned()",
  "\u2029pwned()",
  "\u0085pwned()",
  "\u000b",
  "\f",
  "\u00a0\n@x",
  "\u0000",
  "\u001b[31m",
  "\u009b2J",
  "\u202epwned",
  "\u2066",
  "\u200b",
  "\u200d",
  "\ufeff",
  "\u{e0041}",
  "\u3164",
  "\ud800",
  "\udc00",
  "</script>",
  "<!--",
  "{@link pwned}",
  "{{",
  "@internal",
  "```",
  "```\npwned()\n```\n*/",
  "../../pwned",
  "/etc/pwned",
  "C:\\pwned",
  "con",
  "aux.",
  "%2e%2e",
  "%",
  "[x](javascript:pwned())",
  "| a | b",
  "名前",
  "größe",
  "🎉",
  "Deprecated: use another.",
  "- item\n- item",
  "    indented",
  "   ",
];

const word = fc.stringMatching(/^[a-z]{1,8}$/);

/** Prose as anyone may write it. */
export const text: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: word },
      { weight: 2, arbitrary: fc.constantFrom(...snippets) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
      { weight: 1, arbitrary: fc.constantFrom(". ", ".\n", "\n\n", ": ") },
    ),
    { maxLength: 14 },
  )
  .chain((parts) => fc.constantFrom(" ", "").map((gap) => parts.join(gap)));

/** Names that mean something to JavaScript, to TypeScript or to what is emitted. */
const loaded: readonly string[] =
  `__proto__ constructor prototype then catch toString toJSON valueOf hasOwnProperty isPrototypeOf toLocaleString
  class default enum function import interface namespace new null this type var void with await async of get set
  any never string number object symbol undefined unknown Record Promise Object String Array Map Set Pick Partial
  apiVersion kind metadata items spec status name options body transport request close server can namespace watch list
  patch apply create delete update logs exec scale proxy resource whoAmI Kubernetes Transport ResourceFacts
  GroupVersionFacts KubernetesObject Manifest ListOptions Persisted groups connect rootClient pathSegment`
    .split(/\s+/)
    .filter(Boolean);

/** Names of properties. */
export const propertyName: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: word },
  { weight: 3, arbitrary: fc.constantFrom(...loaded) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("a-b", "1a", "", "a.b", "a b", "$x", "A", "a"),
  },
  { weight: 1, arbitrary: text },
);

/** Kinds, mostly such as a CRD may have. */
export const kind: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ..."Widget Gadget Backup BackupStatus BackupList Pod VM CSIDriver HTTPRoute Status Event Time Scale".split(
        " ",
      ),
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom(...loaded) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("widget", "ToString", "ToJSON", "Then", "A-B"),
  },
  { weight: 1, arbitrary: text },
);

/** Names of resources and subresources: segments of paths. */
export const segment: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ..."widgets gadgets backups pods vms vpc-dnses tostring tojson a-b a.b ab status scale log proxy exec".split(
        " ",
      ),
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom(...loaded) },
  { weight: 1, arbitrary: text },
);

/** Groups. The empty one is the core group. */
export const group: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      ..."example.com a.example.com apps apps.k8s.io networking.k8s.io cert-manager.io cert.manager.io meta".split(
        " ",
      ),
      "",
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ..."then constructor __proto__ toString namespace request close runtime index.ts index.js manifests.ts readme.md con nul.example.com aux.io com1.io lpt9 1.2.3 core".split(
        " ",
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "Example.com",
      "a$b",
      "a'b",
      "(x)",
      "a@b",
      "a,b",
    ),
  },
);

/** Versions. */
export const version: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.constantFrom("v1", "v1beta1", "v2", "v10", "v1alpha1"),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ..."v1-10-0 nightly v2.0 then constructor __proto__ toString default con types.ts 1 V1".split(
        " ",
      ),
    ),
  },
);
